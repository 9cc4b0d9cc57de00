//! Places: small multiples and tile maps.

use charts::{Chart, Comparator, Form, Mark, Multiples, Panel, Tile, TileMap, Unit};
use domain::place::HubArea;

use super::{axis, chart, withheld};

const YEARS: [&str; 5] = ["2020/21", "2021/22", "2022/23", "2023/24", "2024/25"];

fn panel(title: &str, values: [Option<f64>; 5]) -> Panel {
    let points = values.iter().zip(YEARS).enumerate().map(|(at, (value, year))| match value {
        Some(value) => Mark {
            value: Some(*value),
            label: format!("{value:.0}%"),
            tooltip: format!("{year}: {value:.0}%"),
            immature: at == 4,
            ..Mark::default()
        },
        None => withheld(year, "fewer than 5"),
    });
    let comparators =
        [60.0, 63.0, 65.0, 68.0, 69.0].map(|value| Some(Comparator { value, label: format!("{value}%") }));
    let href = Some("/participation?hub=ee3".to_owned());
    Panel { title: title.to_owned(), href, points: points.collect(), comparators: comparators.to_vec() }
}

fn of_panels(id: &str, panels: Vec<Panel>) -> Chart {
    chart(
        id,
        "Five of six areas gained on the others since 2020/21",
        "Schools engaged in any strand, by hub area and year.",
        axis("Percentage of schools", Unit::Percent, Some(100.0)),
        Form::Multiples(Multiples {
            periods: YEARS.map(str::to_owned).to_vec(),
            own_name: "The area".to_owned(),
            comparator_name: "All other areas loaded".to_owned(),
            panels,
        }),
    )
}

pub fn multiples() -> Chart {
    let panels = vec![
        panel("EE1 Essex", [Some(50.0), Some(55.0), Some(66.0), Some(70.0), Some(73.0)]),
        panel("EE3 Cambridgeshire and Peterborough", [Some(58.0), Some(64.0), Some(66.0), Some(69.0), Some(70.0)]),
        panel("EE4 Norfolk", [None, None, Some(22.0), None, Some(100.0)]),
        panel("EE6 Suffolk", [None, None, None, None, None]),
        panel(
            "EE9 Bedford, Central Bedfordshire and Milton Keynes",
            [Some(0.0), Some(0.0), Some(0.0), Some(0.0), None],
        ),
    ];
    of_panels("multiples", panels)
}

pub fn multiples_many() -> Chart {
    let panels = HubArea::all().take(24).map(|area| {
        let up = (area.index() * 7 % 31) as f64;
        panel(&area.name(), [40.0, 46.0, 51.0, 49.0, 60.0].map(|value| Some(value + up)))
    });
    of_panels("multiples-many", panels.collect())
}

pub fn multiples_one() -> Chart {
    of_panels("multiples-one", vec![panel("EE3", [Some(100.0), Some(100.0), Some(100.0), Some(100.0), Some(100.0)])])
}

fn of_tiles(id: &str, tiles: Vec<Tile>) -> Chart {
    chart(
        id,
        "Coverage is highest in the North East and lowest on the south coast",
        "Schools engaged in any strand, by hub area, 2024/25.",
        axis("Percentage of schools engaged", Unit::Percent, None),
        Form::TileMap(TileMap { tiles, bounds: [50.0, 60.0, 70.0, 80.0] }),
    )
}

fn tile(area: HubArea, value: Option<f64>) -> Tile {
    let (row, column) = area.tile();
    let name = area.name();
    let mark = match value {
        Some(value) => Mark {
            value: Some(value),
            label: format!("{value:.0}%"),
            tooltip: format!("{name}: {value:.0}%"),
            href: Some(format!("/overview?hub={}", area.code().to_lowercase())),
            ..Mark::default()
        },
        None => withheld(&name, "withheld"),
    };
    Tile { row, column, code: area.code(), mark, ..Tile::default() }
}

pub fn tile_map() -> Chart {
    let tiles = HubArea::all().map(|area| {
        let (row, column) = area.tile();
        let value = 92.0 - f64::from(row) * 3.2 + f64::from((column * 7 + row * 5) % 11) - 5.0;
        let value = if area.code() == "NE1" { 100.0 } else { value };
        let hidden = ["SW8", "SW11", "YH10", "L6"].contains(&area.code().as_str());
        let missing = ["WM9", "WM10"].contains(&area.code().as_str());
        Tile { own: area.code() == "EE3", missing, ..tile(area, (!hidden && !missing).then_some(value)) }
    });
    of_tiles("tile-map", tiles.collect())
}

pub fn tile_map_withheld() -> Chart {
    of_tiles("tile-map-withheld", HubArea::all().map(|area| tile(area, None)).collect())
}

pub fn tile_map_few() -> Chart {
    let mut tiles: Vec<Tile> = HubArea::all().take(2).map(|area| tile(area, Some(0.0))).collect();
    (tiles[0].row, tiles[0].column, tiles[1].row, tiles[1].column) = (0, 0, 0, 1);
    tiles[1].code = "A very long code".to_owned();
    tiles[1].own = true;
    of_tiles("tile-map-few", tiles)
}
