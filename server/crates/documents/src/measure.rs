//! How much room words take. An estimate by the widths of DejaVu Sans, which is wider than most fonts: what fits by it
//! fits in Arial and its like.

/// How wide a text is, in its own size.
pub(crate) fn width(text: &str) -> f64 {
    text.chars().map(of_character).sum()
}

fn of_character(c: char) -> f64 {
    match c {
        '\u{200B}' => 0.0,
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | 'i' | 'j' | 'l' | 'I' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.41,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' => 0.97,
        'A'..='Z' => 0.72,
        ' '..='~' => 0.63,
        '\u{A0}'..='\u{2E7F}' => 0.72,
        _ => 1.05,
    }
}

/// On how many lines a text of `size` points stands in a column of `room` points.
pub(crate) fn lines(text: &str, size: f64, room: f64) -> usize {
    text.split('\n').map(|line| wrapped(line, (room / size).max(1.0))).sum()
}

fn wrapped(line: &str, room: f64) -> usize {
    let blank = width(" ");
    let (mut lines, mut used) = (1, 0.0);
    for word in line.split(' ') {
        let long = width(word);
        if used > 0.0 && used + blank + long > room {
            lines += 1;
            used = 0.0;
        } else if used > 0.0 {
            used += blank;
        }
        if long > room {
            // A word that no line holds is broken where the line ends.
            let more = (long / room).floor();
            lines += more as usize;
            used = long - more * room;
        } else {
            used += long;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_at_blanks_and_where_no_line_holds_them() {
        assert_eq!(lines("one two", 10.0, 1_000.0), 1);
        assert_eq!(lines("one two", 10.0, 25.0), 2);
        assert_eq!(lines("one\ntwo", 10.0, 1_000.0), 2);
        assert!(lines(&"x".repeat(10_000), 10.0, 100.0) > 600);
        assert_eq!(lines("", 10.0, 100.0), 1);
    }
}
