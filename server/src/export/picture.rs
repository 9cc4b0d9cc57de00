//! A chart as a picture: SVG, or PNG in three sizes, with title and caption or without.

use anyhow::Result;
use app::error::AppError;
use app::filters::BadValue;
use charts::Chart;

use super::captions;
use crate::present::draw::Answer;

/// How a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// SVG or PNG.
    pub form: PictureForm,
    /// Whether title, subtitle and caption are part of it.
    pub with_title: bool,
}

/// The form of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureForm {
    /// A drawing of lines.
    Svg,
    /// Dots, so many times as large as on the page: 1 to 3.
    Png(u8),
}

impl Picture {
    /// From the ending of an address and its query: `scale` is 1, 2 or 3 (2 unless said), `title` is yes or no.
    pub fn read(ending: &str, query: &str) -> Result<Picture, AppError> {
        let value = |name: &str| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value)
        };
        let bad = |key: &str, message: &str| {
            AppError::BadFilters(vec![BadValue { key: key.to_owned(), message: message.to_owned() }])
        };
        let with_title = match value("title") {
            None | Some("yes" | "") => true,
            Some("no") => false,
            Some(_) => return Err(bad("title", "The title of a picture is yes or no")),
        };
        let form = match (ending, value("scale")) {
            ("svg", _) => PictureForm::Svg,
            ("png", None | Some("" | "2")) => PictureForm::Png(2),
            ("png", Some("1")) => PictureForm::Png(1),
            ("png", Some("3")) => PictureForm::Png(3),
            ("png", Some(_)) => return Err(bad("scale", "The scale of a picture is 1, 2 or 3")),
            _ => return Err(AppError::NotFound),
        };
        Ok(Picture { form, with_title })
    }

    /// The kind of file.
    pub fn kind(self) -> &'static str {
        match self.form {
            PictureForm::Svg => "image/svg+xml",
            PictureForm::Png(_) => "image/png",
        }
    }

    /// What its file name says besides the chart's word: only what differs from the usual picture.
    pub fn part(self, chart: &str) -> String {
        let scale = match self.form {
            PictureForm::Svg | PictureForm::Png(2) => String::new(),
            PictureForm::Png(scale) => format!("-{scale}x"),
        };
        let title = if self.with_title { "" } else { "-no-title" };
        format!("{chart}{scale}{title}")
    }

    /// Draws it.
    pub fn draw(self, chart: &Chart) -> Result<Vec<u8>> {
        Ok(match self.form {
            PictureForm::Svg => charts::standalone_svg(chart, self.with_title).into_bytes(),
            PictureForm::Png(scale) => charts::png(chart, scale, self.with_title)?,
        })
    }
}

impl Answer {
    /// A chart as it leaves the page: with the caption that says where it comes from.
    pub fn chart_for_file(&self, word: &str, site: &str) -> Option<Chart> {
        let (_, chart) = self.charts.iter().find(|(known, _)| known == word)?;
        let section = self.report.sections.iter().find(|section| section.id == word);
        Some(Chart { caption: captions(&self.report, section, site), ..chart.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_a_picture_is_drawn() {
        let png = |scale, with_title| Picture { form: PictureForm::Png(scale), with_title };
        assert_eq!(Picture::read("png", "by=phase"), Ok(png(2, true)));
        assert_eq!(Picture::read("png", "scale=3&title=no"), Ok(png(3, false)));
        assert_eq!(png(3, false).part("breakdown"), "breakdown-3x-no-title");
        assert_eq!(Picture::read("svg", "").map(|p| p.part("years")), Ok("years".to_owned()));
        for (ending, query) in [("png", "scale=4"), ("png", "scale=0"), ("svg", "title=maybe"), ("gif", "")] {
            assert!(Picture::read(ending, query).is_err(), "{ending} {query}");
        }
    }
}
