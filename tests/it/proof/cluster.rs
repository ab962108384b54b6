//! A Postgres server of a test's own, which may be killed and brought back, and another that follows it and takes over.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _};

pub struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
    owner: Option<(u32, u32)>,
}

impl Cluster {
    /// A server that keeps what it acknowledges.
    pub fn starts() -> Cluster {
        let cluster = Cluster::in_folder();
        cluster
            .runs("initdb", &["--pgdata=data", "--username=betwixt", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        // It is durable; only the disk itself is not waited for, since no machine dies here.
        cluster.configures(&format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nfsync = off\n",
            cluster.folder.path().display()
        ));
        cluster.comes_back();
        cluster
    }

    /// One that has everything that this one acknowledges, from now on.
    pub async fn is_followed(&self) -> Cluster {
        let other = Cluster::in_folder();
        let host = self.folder.path().display().to_string();
        other.runs("pg_basebackup", &["--pgdata=data", "--host", &host, "--username=betwixt", "--write-recovery-conf"]);
        other.configures(&format!("unix_socket_directories = '{}'\n", other.folder.path().display()));
        other.comes_back();
        self.configures("synchronous_standby_names = '*'\nsynchronous_commit = on\n");
        self.runs("pg_ctl", &["--pgdata=data", "--silent", "reload"]);
        let mut conn = self.asks().await;
        // What is acknowledged from here on is with the other, too.
        let followed = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        let began = std::time::Instant::now();
        while sqlx::query_scalar::<_, i64>(followed).fetch_one(&mut conn).await.unwrap() == 0 {
            assert!(began.elapsed().as_secs() < 30, "the other server does not follow");
            tokio::task::yield_now().await;
        }
        conn.close().await.unwrap();
        other
    }

    /// The URL of its database.
    pub fn url(&self) -> String {
        format!("postgres://betwixt@{}/postgres", self.folder.path().display().to_string().replace('/', "%2F"))
    }

    /// Gone in an instant, as by a power cut.
    pub fn dies(&self) {
        self.runs("pg_ctl", &["--pgdata=data", "--mode=immediate", "--silent", "--wait", "stop"]);
    }

    pub fn comes_back(&self) {
        self.runs("pg_ctl", &["--pgdata=data", "--log=log", "--silent", "--wait", "--timeout=60", "start"]);
    }

    /// It followed, and leads from now on.
    pub fn takes_over(&self) {
        self.runs("pg_ctl", &["--pgdata=data", "--silent", "--wait", "promote"]);
    }

    async fn asks(&self) -> PgConnection {
        self.url().parse::<PgConnectOptions>().unwrap().connect().await.unwrap()
    }

    fn in_folder() -> Cluster {
        // Not in TMPDIR: the name of a socket is short.
        let folder = tempfile::Builder::new().prefix("betwixt-test.").tempdir_in("/tmp").unwrap();
        // PostgreSQL refuses to run as root.
        let is_root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(folder.path()).unwrap()) == 0;
        let owner = is_root.then(|| (number_of("-u"), number_of("-g")));
        if let Some((user, group)) = owner {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        Cluster { folder, programs: programs(), owner }
    }

    fn configures(&self, more: &str) {
        use std::io::Write as _;
        let file = self.folder.path().join("data/postgresql.conf");
        std::fs::OpenOptions::new().append(true).open(file).unwrap().write_all(more.as_bytes()).unwrap();
    }

    fn runs(&self, program: &str, args: &[&str]) {
        let done = self.command(program, args).status().unwrap();
        let output = std::fs::read_to_string(self.folder.path().join("output")).unwrap_or_default();
        assert!(done.success(), "{program}: {output}");
    }

    fn command(&self, program: &str, args: &[&str]) -> Command {
        // To a file: the server keeps what it inherits open.
        let output = std::fs::File::create(self.folder.path().join("output")).unwrap();
        let mut command = Command::new(self.programs.join(program));
        command.args(args).current_dir(self.folder.path()).stdin(std::process::Stdio::null());
        command.stdout(output.try_clone().unwrap()).stderr(output);
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl", &["--pgdata=data", "--mode=immediate", "--silent", "--wait", "stop"]);
        // One that died already has nothing to stop.
        let _ = stop.status();
    }
}

/// The account that tests/run takes, too.
fn number_of(which: &str) -> u32 {
    let asked = |name: &str| Command::new("id").args([which, name]).output().unwrap();
    let known = Some(asked("postgres")).filter(|output| output.status.success()).unwrap_or_else(|| asked("nobody"));
    String::from_utf8(known.stdout).unwrap().trim().parse().unwrap()
}

/// The folder with PostgreSQL's programs: those on the PATH, else the newest of a distribution's, as in tests/run.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|folder| folder.join("initdb").exists());
    if let Some(found) = on_path.and_then(|folder| std::fs::canonicalize(folder.join("initdb")).ok()) {
        return found.parent().unwrap().to_owned();
    }
    let version = |folder: &Path| folder.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let newest = versions.filter_map(|entry| Some(entry.ok()?.path())).max_by_key(|folder| version(folder));
    newest.expect("PostgreSQL's programs (initdb, pg_ctl, pg_basebackup) are not on the PATH").join("bin")
}
