//! Passwords: which are good enough, and how they are kept (Argon2id, 19 MiB, two passes, one lane). Hashing runs off the
//! async threads, a few at a time.

use std::collections::HashSet;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use super::token;

/// Letters that a password has at least, and at most.
pub const SHORTEST: usize = 12;
/// Longer ones would only cost time.
pub const LONGEST: usize = 256;

/// Hashes at a time: each takes 19 MiB.
static HANDS: Semaphore = Semaphore::const_new(2);
/// How long somebody waits for a free hand.
const PATIENCE: Duration = Duration::from_secs(10);

/// Too many people sign in at once.
#[derive(Debug, thiserror::Error)]
#[error("too many passwords are being checked at once")]
pub struct Busy;

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow!("{error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String> {
    let salt = token::random::<16>()?;
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|error| anyhow!("{error}"))?;
    Ok(hash.to_string())
}

/// What is kept of a password.
pub async fn hash(password: String) -> Result<String> {
    let _hand = tokio::time::timeout(PATIENCE, HANDS.acquire()).await.map_err(|_| Busy)??;
    tokio::task::spawn_blocking(move || hash_now(&password)).await?
}

/// Whether a password is the one that was kept. Without one it takes as long and is not.
pub async fn verify(password: String, kept: Option<String>) -> Result<bool> {
    let _hand = tokio::time::timeout(PATIENCE, HANDS.acquire()).await.map_err(|_| Busy)??;
    tokio::task::spawn_blocking(move || {
        static NOBODY: OnceLock<String> = OnceLock::new();
        let known = kept.is_some();
        let kept = match kept {
            Some(kept) => kept,
            None => match NOBODY.get() {
                Some(hash) => hash.clone(),
                None => NOBODY.get_or_init(|| hash_now("nobody has this password").unwrap_or_default()).clone(),
            },
        };
        let kept =
            PasswordHash::new(&kept).map_err(|error| anyhow!("{error}")).context("a kept password is damaged")?;
        let fits = argon2()?.verify_password(password.as_bytes(), &kept).is_ok();
        Ok(fits && known)
    })
    .await?
}

/// What is wrong with a password that somebody chose, knowing the words that stand for them.
pub fn weakness(password: &str, own: &[&str]) -> Option<&'static str> {
    let letters = password.chars().count();
    if letters < SHORTEST {
        return Some("Password: use 12 characters or more");
    }
    if letters > LONGEST {
        return Some("Password: use at most 256 characters");
    }
    let plain = password.to_lowercase();
    let different: HashSet<char> = plain.chars().collect();
    if different.len() < 5 {
        return Some("Password: use more than a few different characters");
    }
    let words = own.iter().flat_map(|words| words.split(|c: char| !c.is_alphanumeric()));
    let mut words = words.map(str::to_lowercase).filter(|word| word.chars().count() >= 4);
    let rest = |word: &str| plain.replace(word, "").chars().count();
    // The name of the person or of this product, and little else.
    if words.any(|word| plain.contains(&word) && rest(&word) < 8) || rest("golden").min(rest("thread")) < 8 {
        return Some("Password: do not build it from your name, address or the name of this site");
    }
    if is_common(&plain) {
        return Some("Password: this is one of the first that somebody would try; choose another");
    }
    None
}

/// Whether a password, in small letters, is on the list of common ones: as it is, read without the usual stand-ins for
/// letters, without what is put before or behind a word, or the same thing several times over.
fn is_common(plain: &str) -> bool {
    let list = common();
    let read = |text: &str| -> String {
        let letter = |c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        };
        text.chars().map(letter).collect()
    };
    let within = |text: &str| {
        let bare = text.trim_matches(|c: char| !c.is_alphabetic());
        let parts: String = bare.chars().filter(|c| c.is_alphanumeric()).collect();
        [text, bare, &parts].iter().any(|form| list.contains(*form))
    };
    within(plain)
        || within(&read(plain))
        || within(&read(plain.trim_matches(|c: char| !c.is_alphabetic())))
        || is_run(plain)
        || repeated(plain).is_some_and(|part| list.contains(part) || is_run(part))
}

/// The part of which a text consists several times over.
fn repeated(text: &str) -> Option<&str> {
    (1..=text.len() / 2)
        .filter(|n| text.len().is_multiple_of(*n) && text.is_char_boundary(*n))
        .map(|n| &text[..n])
        .find(|part| part.repeat(text.len() / part.len()) == text)
}

/// Whether nearly every character is the one before, or the next to it in the alphabet, in counting, or on a keyboard.
fn is_run(text: &str) -> bool {
    const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let letters: Vec<char> = text.chars().collect();
    let next = |a: char, b: char| {
        let beside = ROWS.iter().any(|row| {
            let at = |c: char| row.find(c).map(|at| at as i32);
            matches!((at(a), at(b)), (Some(a), Some(b)) if (a - b).abs() <= 1)
        });
        beside || (a as i32 - b as i32).abs() <= 1
    };
    let runs = letters.windows(2).filter(|pair| next(pair[0], pair[1])).count();
    letters.len() > 1 && runs * 4 >= (letters.len() - 1) * 3
}

fn common() -> &'static HashSet<&'static str> {
    static LIST: OnceLock<HashSet<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| {
        include_str!("../../reference/common_passwords.txt").lines().filter(|l| !l.is_empty()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused_in_their_usual_disguises() {
        assert!(common().len() > 2_000, "{}", common().len());
        for bad in [
            "password1234",
            "Password2024!",
            "P@ssw0rd123456",
            "passwordpassword",
            "qwertyuiop123",
            "123456789012",
            "1q2w3e4r5t6y",
            "letmein12345!",
            "abcdefghijkl",
            "iloveyou2024",
            "aaaaaaaaaaaa",
            "abababababab",
            "teacher12345",
        ] {
            assert!(weakness(bad, &[]).is_some(), "{bad}");
        }
    }

    #[test]
    fn length_and_names_count() {
        assert!(weakness("short horse", &[]).is_some());
        assert_eq!(weakness("violet harbour lantern", &[]), None);
        assert_eq!(weakness(&"horse battery x".repeat(5), &[]), None, "75 characters");
        assert!(weakness(&"ab cd efg ".repeat(30), &[]).is_some(), "300 characters");
        assert!(weakness("rosalind1234", &["Rosalind Okafor", "r.okafor@hub.example"]).is_some());
        assert!(weakness("goldenthread1", &[]).is_some());
        assert_eq!(weakness("rosalind likes kippers", &["Rosalind Okafor"]), None);
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_no_other() {
        let kept = hash("violet harbour lantern".into()).await.expect("a hash");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash("violet harbour lantern".into()).await.expect("a hash"), "salted");
        assert!(verify("violet harbour lantern".into(), Some(kept.clone())).await.expect("checked"));
        assert!(!verify("violet harbour lanterm".into(), Some(kept)).await.expect("checked"));
        assert!(!verify("nobody has this password".into(), None).await.expect("checked"), "no account");
    }
}
