//! The commands that the README shows are commands that there are.

use clap::Parser as _;

use super::Cli;

const README: &str = include_str!("../../README.md");

/// What follows `betwixt` in the README's blocks of shell, as a shell would take it apart.
fn shown() -> Vec<Vec<String>> {
    let blocks = README.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    blocks
        .flat_map(str::lines)
        .filter_map(|line| {
            let line = line.split('#').next()?;
            let words =
                line.strip_prefix("betwixt ").or_else(|| line.strip_prefix("cargo run --no-default-features -- "))?;
            // Quotes are the only thing of the shell's that stands there.
            let parts = words.split('"').enumerate();
            let words = parts.flat_map(|(index, part)| {
                if index % 2 == 1 {
                    vec![part.to_owned()]
                } else {
                    part.split_whitespace().map(str::to_owned).collect()
                }
            });
            Some(words.collect())
        })
        .collect()
}

#[test]
fn every_command_in_a_block_is_understood() {
    let shown = shown();
    assert!(shown.len() >= 8, "{shown:?}");
    for words in shown {
        let line = std::iter::once("betwixt".to_owned()).chain(words.clone());
        if let Err(error) = Cli::try_parse_from(line) {
            panic!("{words:?}: {error}");
        }
    }
}
