//! The command line as a shell sees it.

use std::process::{Command, Output, Stdio};

fn betwixt(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_betwixt"));
    command.args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn help_says_what_the_exit_statuses_mean() {
    let output = betwixt(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = text(&output.stdout);
    for expected in ["Examples:", "Exit status:", "1  something is wrong", "config.example.toml"] {
        assert!(help.contains(expected), "{expected:?} is missing in:\n{help}");
    }
}

#[test]
fn usage_that_cannot_work_ends_with_2_and_says_so_on_standard_error() {
    for arguments in [&["nosuch"][..], &["completions", "nosuch"], &["--log", "loud", "completions", "bash"]] {
        let output = betwixt(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
    let near = betwixt(&["completion", "bash"]);
    assert!(text(&near.stderr).contains("'completions'"), "{}", text(&near.stderr));
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = betwixt(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(text(&output.stdout).contains("completions"), "{shell}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_betwixt"));
    command.args(["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}
