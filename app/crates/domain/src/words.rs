//! One way to turn a closed set of the field's words into an enum: a slug for addresses and storage, a name for people.

use thiserror::Error;

/// A word that is not one of a closed set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\u{201c}{word}\u{201d} is not a known {what}; known: {known}")]
pub struct UnknownWord {
    /// What kind of word was expected, e.g. `phase`.
    pub what: &'static str,
    /// The word as it came.
    pub word: String,
    /// The words that would have been understood.
    pub known: String,
}

/// Defines an enum whose members each have a slug and a name, with `ALL`, `slug()`, `name()`, `index()`, `FromStr`,
/// `Display` (the slug) and serde as the slug.
macro_rules! words {
    ($(#[$meta:meta])* $what:literal $name:ident { $($(#[$vmeta:meta])* $variant:ident = $slug:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[repr(u8)]
        pub enum $name { $($(#[$vmeta])* #[doc = $label] $variant,)+ }

        impl $name {
            /// Every member, in the order in which they are shown.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word used in addresses, files and storage.
            pub fn slug(self) -> &'static str {
                match self { $($name::$variant => $slug,)+ }
            }

            /// The name shown to people.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }

            /// Position in `ALL`.
            pub fn index(self) -> usize {
                self as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.slug())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($slug => Ok($name::$variant),)+
                    _ => Err($crate::UnknownWord {
                        what: $what,
                        word: word.chars().take(80).collect(),
                        known: [$($slug,)+].join(", "),
                    }),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::UnknownWord;

            fn try_from(word: String) -> Result<Self, Self::Error> {
                word.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.slug().to_owned()
            }
        }
    };
}
pub(crate) use words;
