//! JSON values as the services really write them: a number where a text is documented, an object where an array is.
//! Text is borrowed from the file where it can be.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::cells;

/// A text, number or truth value, or nothing.
#[derive(Debug, Default)]
pub(super) struct Scalar<'a>(Option<Cow<'a, str>>);

impl Scalar<'_> {
    /// What it says, without blanks around it; `None` where it says nothing.
    pub(super) fn text(&self) -> Option<&str> {
        let text = self.0.as_deref()?;
        let ends = [text.as_bytes().first()?, text.as_bytes().last()?];
        let text = if ends.iter().all(|b| b.is_ascii_graphic()) { text } else { text.trim() };
        (!cells::says_nothing(text)).then_some(text)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor(PhantomData))
    }
}

struct ScalarVisitor<'a>(PhantomData<&'a str>);

impl<'de: 'a, 'a> Visitor<'de> for ScalarVisitor<'a> {
    type Value = Scalar<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Scalar<'a>, E> {
        Ok(Scalar(Some(Cow::Borrowed(text))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scalar<'a>, E> {
        Ok(Scalar(Some(Cow::Owned(text.to_owned()))))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar<'a>, E> {
        Ok(Scalar(Some(Cow::Borrowed(if value { "true" } else { "false" }))))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Scalar<'a>, E> {
        Ok(Scalar(Some(Cow::Owned(value.to_string()))))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Scalar<'a>, E> {
        Ok(Scalar(Some(Cow::Owned(value.to_string()))))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Scalar<'a>, E> {
        Ok(Scalar(Some(Cow::Owned(value.to_string()))))
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar<'a>, E> {
        Ok(Scalar(None))
    }

    // A list or an object says something that no field can take: it reads as a value that every rule refuses.
    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Scalar<'a>, S::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar(Some(Cow::Borrowed("[...]"))))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut items: M) -> Result<Scalar<'a>, M::Error> {
        while items.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar(Some(Cow::Borrowed("{...}"))))
    }
}

/// Values that are neither a list nor an object, where one is wanted, say nothing.
macro_rules! nothing {
    ($value:ty: $($visit:ident($($from:ty)?)),+) => {
        $(fn $visit<E: Error>(self $(, _: $from)?) -> Result<$value, E> {
            Ok(Default::default())
        })+
    };
}

/// Objects of a list; a single object stands for a list of one, anything else for none.
#[derive(Debug)]
pub(super) struct Many<T>(pub(super) Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Many(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ManyVisitor(PhantomData)).map(Many)
    }
}

struct ManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Vec<T>, S::Error> {
        let mut all = Vec::new();
        while let Some(One(item)) = items.next_element()? {
            all.extend(item);
        }
        Ok(all)
    }

    fn visit_map<M: MapAccess<'de>>(self, items: M) -> Result<Vec<T>, M::Error> {
        T::deserialize(MapAccessDeserializer::new(items)).map(|one| vec![one])
    }

    nothing!(Vec<T>: visit_unit(), visit_str(&str), visit_bool(bool), visit_u64(u64), visit_i64(i64), visit_f64(f64));
}

/// An object, or nothing.
#[derive(Debug)]
pub(super) struct One<T>(pub(super) Option<T>);

impl<T> Default for One<T> {
    fn default() -> Self {
        One(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for One<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneVisitor(PhantomData)).map(One)
    }
}

struct OneVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, items: M) -> Result<Option<T>, M::Error> {
        T::deserialize(MapAccessDeserializer::new(items)).map(Some)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Option<T>, S::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    nothing!(Option<T>: visit_unit(), visit_str(&str), visit_bool(bool), visit_u64(u64), visit_i64(i64), visit_f64(f64));
}
