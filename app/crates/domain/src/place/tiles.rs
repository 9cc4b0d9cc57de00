//! Where each hub area stands on the tile map of England: one equal square each, near its true neighbours.
//! The coast is stylised; the blank between Devon and Dorset is Lyme Bay.

use std::sync::OnceLock;

use super::HubArea;
use crate::reference::split_csv;

impl HubArea {
    /// Row (0 in the north) and column (0 in the west) of its tile; no two hub areas share one.
    /// From `reference/hub_area_tiles.csv`.
    pub fn tile(self) -> (u8, u8) {
        static TILES: OnceLock<Vec<(u8, u8)>> = OnceLock::new();
        TILES.get_or_init(read)[self.index()]
    }
}

fn read() -> Vec<(u8, u8)> {
    let mut tiles = vec![(0, 0); HubArea::COUNT];
    for line in include_str!("../../reference/hub_area_tiles.csv").lines().skip(1) {
        if let [code, row, column] = split_csv(line).as_slice()
            && let (Ok(area), Ok(row), Ok(column)) = (code.parse::<HubArea>(), row.parse(), column.parse())
        {
            tiles[area.index()] = (row, column);
        }
    }
    tiles
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn tile(code: &str) -> (u8, u8) {
        code.parse::<HubArea>().unwrap().tile()
    }

    fn touch(one: (u8, u8), other: (u8, u8)) -> bool {
        one.0.abs_diff(other.0) <= 1 && one.1.abs_diff(other.1) <= 1
    }

    #[test]
    fn every_hub_area_has_a_tile_of_its_own() {
        let lines: Vec<&str> = include_str!("../../reference/hub_area_tiles.csv").lines().skip(1).collect();
        let listed: Vec<String> = lines.iter().map(|line| split_csv(line)[0].to_owned()).collect();
        assert_eq!(listed, HubArea::all().map(HubArea::code).collect::<Vec<_>>());
        let tiles: BTreeSet<_> = HubArea::all().map(HubArea::tile).collect();
        assert_eq!(tiles.len(), HubArea::COUNT);
    }

    #[test]
    fn hub_areas_with_the_same_prefix_hang_together() {
        let mut groups: BTreeMap<String, Vec<(u8, u8)>> = BTreeMap::new();
        for area in HubArea::all() {
            let prefix = area.code().trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
            groups.entry(prefix).or_default().push(area.tile());
        }
        assert_eq!(groups.len(), 9);
        for (prefix, mut left) in groups {
            let mut reached = vec![left.remove(0)];
            while let Some(at) = left.iter().position(|tile| reached.iter().any(|near| touch(*tile, *near))) {
                reached.push(left.remove(at));
            }
            assert!(left.is_empty(), "{prefix}: {left:?} stand apart");
        }
    }

    #[test]
    fn no_blank_is_enclosed() {
        let taken: BTreeSet<_> =
            HubArea::all().map(|area| area.tile()).map(|(row, column)| (row + 1, column + 1)).collect();
        let rows = taken.iter().map(|tile| tile.0).max().unwrap() + 1;
        let columns = taken.iter().map(|tile| tile.1).max().unwrap() + 1;
        let mut sea = BTreeSet::from([(0_u8, 0_u8)]);
        let mut next = vec![(0_u8, 0_u8)];
        while let Some((row, column)) = next.pop() {
            let around = [
                (row.saturating_sub(1), column),
                (rows.min(row + 1), column),
                (row, column.saturating_sub(1)),
                (row, columns.min(column + 1)),
            ];
            next.extend(around.into_iter().filter(|cell| !taken.contains(cell) && sea.insert(*cell)));
        }
        assert_eq!(sea.len() + taken.len(), usize::from(rows + 1) * usize::from(columns + 1));
    }

    #[test]
    fn england_is_where_it_belongs() {
        let all = || HubArea::all().map(HubArea::tile);
        let (bottom, right) = (all().map(|tile| tile.0).max().unwrap(), all().map(|tile| tile.1).max().unwrap());
        assert_eq!(tile("NE1").0, 0, "Northumberland is the north");
        assert_eq!(tile("SW8"), (bottom, 0), "west Cornwall is the south west");
        assert_eq!(tile("EE10").1, right, "the Norfolk coast is the east");
        assert_eq!(tile("SE2").1, right, "and so is east Kent");
        assert_eq!(tile("SE1").0, bottom, "East Sussex is the south coast");
        for (one, other) in [
            ("NE1", "NE4"),
            ("NW11", "NW5"),
            ("NW1", "NW8"),
            ("YH6", "YH9"),
            ("YH2", "EM3"),
            ("YH4", "EM6"),
            ("WM9", "WM10"),
            ("WM9", "WM7"),
            ("WM6", "EM5"),
            ("EM8", "EE9"),
            ("EE3", "EM1"),
            ("EE5", "L2"),
            ("L6", "L4"),
            ("L1", "L9"),
            ("L8", "SE5"),
            ("SE12", "SE2"),
            ("SE9", "SE6"),
            ("SW7", "SE10"),
            ("SW1", "SE7"),
            ("SW3", "SW11"),
            ("SW2", "WM1"),
        ] {
            assert!(touch(tile(one), tile(other)), "{one} and {other} are neighbours");
        }
    }
}
