//! Invented names of schools and trusts. Each begins with "Demo".

use crate::chance::Dice;

use super::Kind;

const FIRST: [&str; 40] = [
    "Oak", "Ash", "Elm", "Birch", "Maple", "Willow", "Hazel", "Rowan", "Alder", "Cedar", "Bram", "Thorn", "Fern",
    "Heather", "Clover", "Lark", "Swift", "Heron", "Kestrel", "Otter", "Fox", "Badger", "Stone", "Silver", "Amber",
    "Copper", "Golden", "Long", "High", "North", "South", "East", "West", "Mill", "Bridge", "Orchard", "Meadow",
    "Spring", "Winter", "Summer",
];

const SECOND: [&str; 36] = [
    "field", "wood", "brook", "ridge", "dale", "ford", "mere", "croft", "wick", "combe", "hurst", "ley", "bank",
    "view", "side", "gate", "moor", "vale", "lea", "hill", "mount", "shaw", "holme", "bourne", "beck", "cliffe", "den",
    "grove", "haven", "march", "mead", "path", "stead", "water", "well", "worth",
];

/// Saints that no one prays to, some with letters that only a proper decoder reads.
const SAINTS: [&str; 16] = [
    "Alderic",
    "Bramwell",
    "Cedany",
    "Dunmere",
    "Elowind",
    "Fernhilda",
    "Gorsewin",
    "Hazelda",
    "No\u{eb}lla",
    "Zo\u{eb}lind",
    "Ren\u{e9}e of the Fen",
    "Oakard",
    "Perrywin",
    "Quillan",
    "Rowanna",
    "Thistlan",
];

/// The name of a school of this kind and type.
pub fn school(dice: &mut Dice, kind: Kind, type_code: u8) -> String {
    let faith = matches!(type_code, 2 | 3) || (matches!(type_code, 28 | 34) && dice.happens(0.22));
    if faith && matches!(kind, Kind::Primary | Kind::Secondary | Kind::AllThrough) {
        let saint = dice.pick(&SAINTS);
        let faith = if type_code == 3 || dice.happens(0.6) { "CofE" } else { "Catholic" };
        let level = if kind == Kind::Primary { "Primary" } else { "High" };
        return format!("Demo St {saint}\u{2019}s {faith} {level} School");
    }
    let place = place(dice);
    let academy = matches!(type_code, 28 | 33 | 34 | 42 | 43 | 44);
    let rest = match kind {
        Kind::Primary => match dice.below(if academy { 4 } else { 12 }) {
            0 => "Primary Academy",
            1 => "Community Primary School",
            _ => "Primary School",
        },
        Kind::Secondary => match type_code {
            40 => "UTC",
            41 => "Studio School",
            6 => "City Technology College",
            28 => "Academy",
            _ => dice.pick(&["High School", "School", "Academy", "Community College"]),
        },
        Kind::Special => "Special School",
        Kind::AlternativeProvision => {
            if type_code == 14 {
                "Pupil Referral Unit"
            } else {
                "Alternative Provision Academy"
            }
        }
        Kind::Nursery => "Nursery School",
        Kind::AllThrough => "All-through School",
        Kind::SixteenPlus => match type_code {
            18 => "College",
            32 => "Specialist College",
            _ => "Sixth Form College",
        },
        Kind::Independent => {
            if type_code == 10 {
                "Independent Special School"
            } else {
                "Independent School"
            }
        }
    };
    format!("Demo {place} {rest}")
}

/// The name of a place that does not exist.
pub fn place(dice: &mut Dice) -> String {
    let first = dice.pick(&FIRST);
    format!("{first}{}", dice.pick(&SECOND))
}

/// The name of a trust.
pub fn trust(dice: &mut Dice, single: bool) -> String {
    let place = place(dice);
    let kind = if single {
        "Academy Trust"
    } else {
        dice.pick(&["Learning Trust", "Education Trust", "Multi Academy Trust", "Schools Trust", "Diocesan Trust"])
    };
    format!("Demo {place} {kind}")
}
