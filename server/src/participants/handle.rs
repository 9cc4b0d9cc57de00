//! What names a participant in addresses: their id behind a key of the instance, so that no address, log or history holds a
//! number by which another system knows them.

use anyhow::Result;

use super::keyed::keyed;
use crate::auth::token;
use crate::storage::Database;

/// The fact that holds the key.
const FACT: &str = "participant_address_key";
/// Rounds of the cipher; four are enough to tell nothing of an id.
const ROUNDS: u8 = 6;

/// Turns ids into handles and back.
#[derive(Debug, Clone, Default)]
pub struct Handles {
    key: String,
}

impl Handles {
    /// With the key of the instance; it is made the first time.
    pub async fn open(database: &Database) -> Result<Handles> {
        Ok(Handles { key: database.made_once(FACT, &token::token()?).await? })
    }

    /// The handle of an id: 32 hexadecimal digits. Empty where the id is no id of the services.
    pub fn of(&self, id: &str) -> String {
        let Some((mut left, mut right)) = halves(id) else {
            return String::new();
        };
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.mixed(round, right));
        }
        format!("{left:016x}{right:016x}")
    }

    /// The id behind a handle.
    pub fn id(&self, handle: &str) -> Option<String> {
        if handle.len() != 32 || !handle.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return None;
        }
        let (mut left, mut right) = halves(handle)?;
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.mixed(round, left), left);
        }
        let digits = format!("{left:016x}{right:016x}");
        let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
        Some(parts.join("-"))
    }

    /// Half a block behind the key.
    fn mixed(&self, round: u8, half: u64) -> u64 {
        let bytes = keyed(self.key.as_bytes(), &[&[round], &half.to_be_bytes()]);
        bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// The two halves of an id's 32 hexadecimal digits.
fn halves(id: &str) -> Option<(u64, u64)> {
    let digits: String = id.chars().filter(|c| *c != '-').collect();
    if digits.len() != 32 || !digits.is_ascii() {
        return None;
    }
    let half = |text: &str| u64::from_str_radix(text, 16).ok();
    Some((half(&digits[..16])?, half(&digits[16..])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_leads_back_to_its_id_and_says_nothing_of_it() {
        let handles = Handles { key: "a key".into() };
        let id = "0a1b2c3d-0000-4000-8000-00000000002a";
        let handle = handles.of(id);
        assert_eq!(handles.id(&handle).as_deref(), Some(id));
        assert_eq!(handle.len(), 32);
        assert!(!handle.contains("0a1b2c3d") && !handle.ends_with("2a2a"));
        let next = handles.of("0a1b2c3d-0000-4000-8000-00000000002b");
        let same = handle.bytes().zip(next.bytes()).filter(|(a, b)| a == b).count();
        assert!(same < 12, "ids that follow one another do not look alike: {handle} {next}");
        assert_ne!(Handles { key: "another".into() }.of(id), handle);
    }

    #[test]
    fn what_is_no_handle_leads_nowhere() {
        let handles = Handles { key: "a key".into() };
        for text in ["", "x", "../../etc", &"g".repeat(32), &"A".repeat(32), &"1".repeat(33)] {
            assert_eq!(handles.id(text), None, "{text}");
        }
        assert_eq!(handles.of("person-1"), "");
    }
}
