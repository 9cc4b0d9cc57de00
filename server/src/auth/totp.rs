//! The second step: codes of six digits that change every 30 seconds (RFC 6238, HMAC-SHA-1, as authenticator apps have it).

use anyhow::Result;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::token;

/// Seconds that a code lasts.
const STEP: i64 = 30;
/// Steps before and after now whose code is taken too: clocks differ.
const DRIFT: i64 = 1;
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret of 160 bits, in base 32.
pub fn secret() -> Result<String> {
    Ok(base32(&token::random::<20>()?))
}

/// The step whose code this is, where it is one of those of now and later than the last that was taken.
pub fn check(secret: &str, code: &str, seconds: i64, last: i64) -> Option<i64> {
    let key = bytes(secret)?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let now = seconds.div_euclid(STEP);
    let mut found = None;
    for step in now - DRIFT..=now + DRIFT {
        let expected = format!("{:06}", number(&key, u64::try_from(step).unwrap_or(0)) % 1_000_000);
        if same(expected.as_bytes(), code.as_bytes()) && step > last {
            found = Some(step);
        }
    }
    found
}

/// Whether two codes are the same, in a time that does not tell where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// The code of an instant; for tests and for those who write a client.
pub fn code(secret: &str, seconds: i64) -> Option<String> {
    let step = u64::try_from(seconds.div_euclid(STEP)).ok()?;
    Some(format!("{:06}", number(&bytes(secret)?, step) % 1_000_000))
}

/// The number of a step, of which a code is the last digits.
fn number(key: &[u8], step: u64) -> u32 {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key) else {
        unreachable!("HMAC takes a key of any length");
    };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    u32::from_be_bytes([digest[at] & 0x7f, digest[at + 1], digest[at + 2], digest[at + 3]])
}

/// The address that an authenticator app opens.
pub fn address(secret: &str, email: &str) -> String {
    let plain = |text: &str| -> String {
        let keep = |b: u8| b.is_ascii_alphanumeric() || b"-._@".contains(&b);
        text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    format!("otpauth://totp/Golden%20Thread:{}?secret={secret}&issuer=Golden%20Thread", plain(email))
}

/// A secret in groups of four, to be typed.
pub fn in_groups(secret: &str) -> String {
    secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(" ")
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut waiting, mut bits) = (0u32, 0);
    for byte in bytes {
        waiting = waiting << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(waiting >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(waiting << (5 - bits) & 31) as usize]));
    }
    text
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut waiting, mut bits) = (0u32, 0);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter.to_ascii_uppercase())?;
        waiting = waiting << 5 | value as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((waiting >> bits & 255) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_rfc_6238() {
        let key = b"12345678901234567890";
        for (seconds, digits) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000_i64, "65353130"),
        ] {
            let step = (seconds / STEP) as u64;
            assert_eq!(format!("{:08}", number(key, step) % 100_000_000), digits, "{seconds}");
        }
    }

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        for (text, encoded) in [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(text.as_bytes()), encoded);
            assert_eq!(bytes(encoded).expect("reads"), text.as_bytes());
        }
        assert!(bytes("1").is_none());
    }

    #[test]
    fn a_code_is_taken_once_and_only_around_its_time() {
        let secret = base32(b"12345678901234567890");
        let code = code(&secret, 59).expect("a code");
        assert_eq!(code, "287082");
        let step = check(&secret, "287 082", 59, 0).expect("taken");
        assert_eq!(step, 1);
        assert_eq!(check(&secret, &code, 59, step), None, "a second time");
        assert_eq!(check(&secret, &code, 89, 0), Some(1), "a step late");
        assert_eq!(check(&secret, &code, 29, 0), Some(1), "a step early");
        assert_eq!(check(&secret, &code, 120, 0), None, "long after");
        for wrong in ["", "28708", "2870822", "28708a", "000000"] {
            assert_eq!(check(&secret, wrong, 59, 0), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_can_open_the_address() {
        let address = address("MZXW6", "a b@c.example");
        assert_eq!(address, "otpauth://totp/Golden%20Thread:a%20b@c.example?secret=MZXW6&issuer=Golden%20Thread");
        assert_eq!(in_groups("ABCDEFGH"), "ABCD EFGH");
    }
}
