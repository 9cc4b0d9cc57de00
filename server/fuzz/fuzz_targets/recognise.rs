//! Any bytes, recognised by their content.
#![no_main]

use golden_thread_fuzz::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read(None, bytes));
