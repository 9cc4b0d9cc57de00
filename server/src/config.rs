//! Every setting, read once from the command line and the environment. Nothing else reads the environment.

mod entrance;

use std::net::SocketAddr;
use std::path::PathBuf;

use app::accounts::AccountRole;
use app::filters::Audience;
use app::links::Page;
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::place::HubArea;
use domain::programme::{AcademicYear, Programme};

pub use entrance::Entrance;

/// Partner analytics for Teaching School Hubs and their lead providers: who takes part in NPQ and ECF/ECTE programmes, and
/// what comes of it.
#[derive(Debug, Parser)]
#[command(name = "golden-thread", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// Where the database is: postgres://user:password@host/name, or sqlite:FILE. Without it, a file in the data folder.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,
    /// The folder for the embedded database and for backups before migrations.
    #[arg(long, env = "GOLDEN_THREAD_DATA_DIR", default_value = "var", global = true)]
    pub data_dir: PathBuf,
    /// How much to log: error, warn, info, debug, or a filter such as `server=debug`.
    #[arg(long, env = "GOLDEN_THREAD_LOG", default_value = "warn,sqlx=error,server=info", global = true)]
    pub log: String,
    /// KPI bands in place of those published for ECF lead providers: a CSV file with the columns scheme, measure, name, unit,
    /// good, approaching_target, requires_improvement, condition; measures are recruitment and retention.
    #[arg(long, env = "GOLDEN_THREAD_KPI_BANDS", value_name = "FILE", global = true)]
    pub kpi_bands: Option<PathBuf>,
    /// Write log lines as JSON.
    #[arg(long, env = "GOLDEN_THREAD_LOG_JSON", global = true)]
    pub log_json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 it failed; 2 the command line is wrong; 3 a file was refused or rows were left out; \
4 a check found something wrong.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages.
    Serve(Serve),
    /// Import files; each is wholly in or wholly out.
    Import(Import),
    /// Fill an empty database with invented data for the whole of England.
    Demo(Demo),
    /// Write one report to a file or to standard output.
    Report(ReportCommand),
    /// Write a fixed set of tables with exact counts into a folder, for handing on: fewer than 5 people are not told, nor
    /// what would give these away.
    Tables(TablesCommand),
    /// Look after who may sign in.
    User {
        /// What to do.
        #[command(subcommand)]
        what: User,
    },
    /// Look at the audit log.
    Audit {
        /// What to do.
        #[command(subcommand)]
        what: Audit,
    },
    /// Remove the names of people whose time for being kept is over; counts stay as they are.
    Purge {
        /// How long names are kept.
        #[command(flatten)]
        retention: Retention,
        /// Say how many they are, change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Take out everything that is held of one person, as a page to read and as JSON in a ZIP.
    SubjectAccess {
        /// Whom.
        #[command(flatten)]
        person: OnePerson,
        /// The file to write; it must not exist yet.
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Erase the name, number and addresses of one person for good; counts stay as they are.
    Erase {
        /// Whom.
        #[command(flatten)]
        person: OnePerson,
    },
    /// Check that the database is whole and that totals reconcile.
    Check(Check),
    /// Write the whole database into one file.
    Backup {
        /// The file to write; it must not exist yet.
        file: PathBuf,
    },
    /// Put a backup in the place of the database. Stop the server first.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Do it although a database is there; it is replaced.
        #[arg(long)]
        replace: bool,
    },
    /// Measure this build on this machine and print one JSON object on the last line.
    #[command(hide = true)]
    Bench {
        /// People in the invented data.
        #[arg(long, default_value_t = 1_000_000)]
        participants: u64,
        /// A PostgreSQL database to measure imports into as well.
        #[arg(long, env = "GOLDEN_THREAD_TEST_POSTGRES", hide_env_values = true)]
        postgres: Option<String>,
        /// The folder with stylesheet and client code.
        #[arg(long, default_value = "public")]
        site: PathBuf,
    },
}

/// How long names are kept.
#[derive(Debug, Clone, Copy, Args)]
pub struct Retention {
    /// Years after a person's last activity (a declaration, a result, a withdrawal, the end of induction) for which their
    /// name, TRN and addresses are kept; 0 keeps them for ever. Counts are kept in any case.
    #[arg(long, env = "GOLDEN_THREAD_RETENTION_YEARS", default_value_t = 6, value_parser = clap::value_parser!(u16).range(0..=100))]
    pub retention_years: u16,
}

/// One person.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct OnePerson {
    /// Participant id of the lead provider's service.
    #[arg(long, value_name = "ID")]
    pub participant: Option<String>,
    /// Teacher reference number, seven digits.
    #[arg(long)]
    pub trn: Option<String>,
}

/// What to do about who may sign in.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add an account and print the link by which its password is chosen.
    Add(AddUser),
}

/// Whom to add.
#[derive(Debug, Args)]
pub struct AddUser {
    /// Name.
    #[arg(long)]
    pub name: String,
    /// Address to sign in with; this command sends nothing to it.
    #[arg(long)]
    pub email: String,
    /// The lead provider or the hub.
    #[arg(long)]
    pub organisation: String,
    /// administrator, analyst, hub-lead, strategic-group or operator.
    #[arg(long)]
    pub role: AccountRole,
    /// A hub area of a hub lead or strategic group member; may be repeated.
    #[arg(long = "hub", value_name = "CODE")]
    pub hubs: Vec<HubArea>,
    /// The address that people type.
    #[arg(long, env = "GOLDEN_THREAD_URL", default_value = "http://127.0.0.1:3000")]
    pub url: String,
}

/// What to do about the audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check that every entry is what was written; names the first that is not.
    Verify,
}

/// What to check.
#[derive(Debug, Args)]
pub struct Check {
    /// Ask for every page, breakdown, year and single filter as sharing figures too, and audit each answer by itself.
    #[arg(long)]
    pub disclosure: bool,
}

/// Which audiences an instance serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Audiences {
    /// Sharing figures only.
    Sharing,
    /// Exact figures only.
    Exact,
    /// Both; a reader chooses, sharing first.
    Both,
}

impl Audiences {
    /// As a viewer has them, the first unless they say.
    pub fn list(self) -> Vec<Audience> {
        match self {
            Audiences::Sharing => vec![Audience::Sharing],
            Audiences::Exact => vec![Audience::Exact],
            Audiences::Both => vec![Audience::Sharing, Audience::Exact],
        }
    }
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen. Only this machine can reach a loopback address.
    #[arg(long, env = "GOLDEN_THREAD_ADDRESS", default_value = "127.0.0.1:3000")]
    pub address: SocketAddr,
    /// The folder with stylesheet, client code and icons.
    #[arg(long, env = "GOLDEN_THREAD_SITE", default_value = "public")]
    pub site: PathBuf,
    /// Serve everyone alike, without accounts. Only on a loopback address: whoever reaches it sees everything it serves.
    #[arg(long, env = "GOLDEN_THREAD_OPEN")]
    pub open: bool,
    /// With --open: whom the figures are for. Sharing figures can be passed on; exact ones show single people.
    #[arg(long, env = "GOLDEN_THREAD_AUDIENCE", value_enum, default_value_t = Audiences::Sharing)]
    pub audience: Audiences,
    /// The address that people type, with TLS: https://figures.example.org. Without --tls-certificate a proxy with TLS stands
    /// before the server; it must set X-Forwarded-For. Cookies, links and the limit of tries to sign in follow it.
    #[arg(long, env = "GOLDEN_THREAD_URL")]
    pub url: Option<String>,
    /// How people come in.
    #[command(flatten)]
    pub entrance: Entrance,
    /// Minutes after which somebody who does nothing has to sign in again.
    #[arg(long, env = "GOLDEN_THREAD_IDLE_MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=1440))]
    pub idle_minutes: u16,
    /// Hours after which everyone has to sign in again.
    #[arg(long, env = "GOLDEN_THREAD_SESSION_HOURS", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=168))]
    pub session_hours: u16,
    /// How long names are kept.
    #[command(flatten)]
    pub retention: Retention,
    /// Fill an empty database with invented data before serving.
    #[arg(long, env = "GOLDEN_THREAD_DEMO_IF_EMPTY")]
    pub demo_if_empty: bool,
}

/// What to import.
#[derive(Debug, Args)]
pub struct Import {
    /// Files, or folders of files. They load in any order.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// What the files are, where recognising them is not wanted.
    #[arg(long = "as", value_name = "KIND")]
    pub kind: Option<intake::Kind>,
    /// Read and check, change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON object a file.
    #[arg(long)]
    pub json: bool,
}

/// What to invent.
#[derive(Debug, Args)]
pub struct Demo {
    /// About how many people; as many as DfE published for England unless said.
    #[arg(long)]
    pub participants: Option<u64>,
    /// The same seed gives the same data.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Keep the raw files in this folder.
    #[arg(long, value_name = "DIR")]
    pub keep_files: Option<PathBuf>,
}

/// Which report, how asked, in which form.
#[derive(Debug, Args)]
pub struct ReportCommand {
    /// The page: overview, participation, outcomes, engagement, gaps or compare.
    #[arg(value_parser = parse_page)]
    pub name: Page,
    /// The question, as in the page's address: "by=region&programme=npq".
    #[arg(long, default_value = "")]
    pub query: String,
    /// For whom.
    #[arg(long, default_value = "sharing", value_parser = ["exact", "sharing"])]
    pub audience: String,
    /// The form.
    #[arg(long, value_enum)]
    pub format: Format,
    /// Which chart, for svg and png; the first unless said.
    #[arg(long)]
    pub chart: Option<String>,
    /// How many times as large a png is drawn as on the page.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
    pub scale: u8,
    /// Leave title and caption out of a picture.
    #[arg(long)]
    pub no_title: bool,
    /// Where readers find this instance, for the way back: "dashboard.example.org".
    #[arg(long, default_value = "")]
    pub site_address: String,
    /// The file to write; standard output unless said.
    #[arg(short, long)]
    pub output: Option<PathBuf>,
}

/// Which tables, and where to.
#[derive(Debug, Args)]
pub struct TablesCommand {
    /// npq or ecf; may be repeated. Both unless said.
    #[arg(long = "programme", value_name = "PROGRAMME")]
    pub programmes: Vec<Programme>,
    /// An academic year, as 2023-24; may be repeated. Every year that is over unless said.
    #[arg(long = "year", value_name = "YEAR")]
    pub years: Vec<AcademicYear>,
    /// The folder to write into; the files must not exist yet.
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables as tidy CSV.
    Csv,
    /// The whole report.
    Json,
    /// Every table on a sheet of its own, with charts that can be edited, for Excel.
    Xlsx,
    /// The same tables without charts, by the checklist for accessible spreadsheets, for every office program.
    Ods,
    /// Open data with metadata, as Explore education statistics takes them.
    Ees,
    /// One chart as a vector picture.
    Svg,
    /// One chart as a picture of dots.
    Png,
}

fn parse_page(word: &str) -> Result<Page, String> {
    let known: Vec<&str> = Page::REPORTS.iter().map(|p| p.word()).collect();
    Page::report(word).ok_or_else(|| format!("there is no report \u{201c}{word}\u{201d}; known: {}", known.join(", ")))
}
