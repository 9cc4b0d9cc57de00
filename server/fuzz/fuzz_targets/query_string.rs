//! Any text as the query string of a page: read or refused in words, and what was read is written and read again the same.
#![no_main]

use app::filters::Filters;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match text.parse::<Filters>() {
        Ok(filters) => {
            let written = filters.to_string();
            assert_eq!(written.parse::<Filters>().as_ref(), Ok(&filters), "{written}");
        }
        Err(wrong) => assert!(!format!("{wrong:?}").is_empty()),
    }
});
