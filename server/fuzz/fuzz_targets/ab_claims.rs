//! Any bytes as a file of “appropriate body claims”.
#![no_main]

use golden_thread_fuzz::read;
use intake::Kind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read(Some(Kind::AbClaims), bytes));
