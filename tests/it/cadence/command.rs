//! `betwixt schedule` as a shell sees it.

use std::io::{Read as _, Write as _};
use std::process::{Command, Output, Stdio};

fn betwixt(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_betwixt"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A program that needs no input may end before it is written.
    let writer = std::thread::spawn(move || drop(to.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn said(output: &Output) -> (Option<i32>, &str, &str) {
    (output.status.code(), std::str::from_utf8(&output.stdout).unwrap(), std::str::from_utf8(&output.stderr).unwrap())
}

#[test]
fn one_question_is_answered_a_line_a_firing() {
    let output = betwixt(
        &["schedule", "mon-fri 08:00", "--zone", "Europe/Paris", "--from", "2026-03-27T00:00", "--count", "3"],
        b"",
    );
    let expected = "\
2026-03-27T08:00\t+01:00\t2026-03-27T07:00:00Z
2026-03-30T08:00\t+02:00\t2026-03-30T06:00:00Z
2026-03-31T08:00\t+02:00\t2026-03-31T06:00:00Z
";
    assert_eq!(said(&output), (Some(0), expected, ""));
    let with_offset =
        betwixt(&["schedule", "0 2 * * *", "--zone", "paris", "--from", "2026-10-25T02:00+01:00", "--count", "1"], b"");
    assert_eq!(said(&with_offset).1, "2026-10-26T02:00\t+01:00\t2026-10-26T01:00:00Z\n");
    let now = betwixt(&["schedule", "every day 20:30", "--zone", "UTC"], b"");
    assert_eq!((said(&now).0, said(&now).1.lines().count()), (Some(0), 5));
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    for arguments in [
        &["schedule", "every dya 20:30"][..],
        &["schedule", "every day"],
        &["schedule", "every day 20:30", "--zone", "Pariss"],
        &["schedule", "every day 20:30", "--from", "tomorrow"],
        &["schedule", "every day 20:30", "--count", "many"],
        &["schedule", "-", "--zone", "UTC"],
        &["schedule"],
    ] {
        let output = betwixt(arguments, b"");
        let (status, out, err) = said(&output);
        assert_eq!((status, out), (Some(2), ""), "{arguments:?}");
        assert!(!err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn many_requests_are_answered_in_order() {
    let long = "x".repeat(10_000);
    let requests = format!(
        "mon-fri 08:00\tEurope/Paris\t2026-03-27T00:00\t2\n\
         30 2 * * *\tEurope/Paris\t2026-03-28T12:00\t1\r\n\
         every day 20:30\tNowhere/Atall\t2026-03-28T12:00\t1\n\
         every day 20:30\tUTC\t2026-03-28T12:00\t0\n\
         \n\
         {long}\tUTC\t2026-03-28T12:00\t1\n\
         every day 20:30\tUTC\tnoon\t1\n\
         every day 20:30\tUTC\t2026-03-28T12:00\t-1\n\
         every day 20:30\tUTC\t2100-12-30T12:00\t5\n\
         0 0 * * *\tAfrica/Monrovia\t1972-01-06T12:00\t2"
    );
    let output = betwixt(&["schedule", "-"], requests.as_bytes());
    let (status, out, err) = said(&output);
    assert_eq!((status, err), (Some(0), ""));
    let answers: Vec<&str> = out.strip_suffix("\n\n").unwrap().split("\n\n").collect();
    assert_eq!(
        answers[0],
        "2026-03-27T08:00\t+01:00\t2026-03-27T07:00:00Z\n2026-03-30T08:00\t+02:00\t2026-03-30T06:00:00Z"
    );
    assert_eq!(answers[1], "2026-03-29T03:30\t+02:00\t2026-03-29T01:30:00Z");
    assert!(answers[2].starts_with("error: I do not know that time zone."), "{}", answers[2]);
    // A count of nothing is answered by nothing: the empty line alone.
    let rest = out.split_once("near you.\n\n").unwrap().1;
    assert!(rest.starts_with("\nerror: A request is"), "{rest}");
    let errors: Vec<&str> = out.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 5, "{errors:?}");
    assert!(out.contains(
        "2100-12-30T20:30\t+00:00\t2100-12-30T20:30:00Z\n2100-12-31T20:30\t+00:00\t2100-12-31T20:30:00Z\n\n"
    ));
    // Liberia's clocks skipped 44 minutes and 30 seconds after midnight.
    assert!(
        out.ends_with(
            "1972-01-07T00:44:30\t+00:00\t1972-01-07T00:44:30Z\n1972-01-08T00:00\t+00:00\t1972-01-08T00:00:00Z\n\n"
        ),
        "{out}"
    );
}

#[test]
fn a_program_may_hold_a_conversation() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_betwixt"))
        .args(["schedule", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = child.stdout.take().unwrap();
    for day in 1..=3 {
        writeln!(to, "daily 8:00\tUTC\t2026-05-{day:02}T00:00\t1").unwrap();
        let expected = format!("2026-05-{day:02}T08:00\t+00:00\t2026-05-{day:02}T08:00:00Z\n\n");
        let mut answer = vec![0; expected.len()];
        from.read_exact(&mut answer).unwrap();
        assert_eq!(String::from_utf8(answer).unwrap(), expected);
    }
    drop(to);
    assert!(child.wait().unwrap().success());
}
