//! Parses the command line and hands over.

use std::process::ExitCode;

use clap::Parser;
use server::commands;
use server::config::Cli;

/// Gives memory back to the system after a large import, and is quick with the many small pieces of a page.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    commands::start_logging(&cli.log, cli.log_json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("golden-thread: the runtime cannot start: {error}");
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("golden-thread: {error:#}");
            ExitCode::from(1)
        }
    }
}
