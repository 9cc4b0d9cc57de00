//! Writes the demo data into a folder and says how fast: `write FOLDER [PARTICIPANTS] [SEED]`; `-` as folder discards.

use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write, sink};
use std::time::Instant;

use demo::{Plan, files, truth};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "-".to_owned());
    let participants = arguments.next().and_then(|n| n.parse().ok());
    let seed = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let plan = participants.map_or(Plan { seed, ..Plan::default() }, |n| Plan::of(n, seed));
    for file in files(&plan) {
        let mut out: Box<dyn Write> = if folder == "-" {
            Box::new(sink())
        } else {
            create_dir_all(&folder)?;
            Box::new(BufWriter::new(File::create(format!("{folder}/{}", file.name))?))
        };
        let begun = Instant::now();
        let rows = file.write_counted(&mut out)?;
        out.flush()?;
        let seconds = begun.elapsed().as_secs_f64();
        println!("{:36} {rows:>9} rows {seconds:>7.2} s {:>9.0} rows/s", file.name, rows as f64 / seconds);
    }
    let begun = Instant::now();
    let truth = truth(&plan);
    println!("truth in {:.2} s\n{truth:#?}", begun.elapsed().as_secs_f64());
    Ok(())
}
