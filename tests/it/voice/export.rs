//! The files of an export.

use betwixt::engine::entry::{EntryKind, Privacy};
use betwixt::engine::say::{Exported, File, FileOf, Say, line};
use betwixt::engine::words::{Content, Need, Tag, Words};
use betwixt::ids::PartnerId;
use betwixt::voice::RenderError;

use super::{Desk, entry, now};

fn exported(number: u32, by: PartnerId, privacy: Privacy, content: Content) -> Exported {
    let name = match by {
        PartnerId::One => "Ana",
        PartnerId::Two => "Ben *star*",
    };
    Exported {
        entry: entry(number, by, privacy, content),
        own: None,
        prompt: None,
        reader: PartnerId::One,
        author: name.to_owned(),
    }
}

fn some() -> Vec<Exported> {
    let words = Content::plain(Words::new("first *line*\n# second <b>"));
    let check_in = Content::CheckIn {
        capacity: Some(2),
        tag: Some(Tag::Sleep),
        need: Some(Need::Space),
        words: None,
        more: Vec::new(),
    };
    let thanks = Content::Gratitude { what: Words::new("tea"), why: Some(Words::new("warm")), more: Vec::new() };
    let mut note = exported(3, PartnerId::Two, Privacy::Open(now()), thanks);
    note.entry.kind = EntryKind::Note;
    vec![
        exported(1, PartnerId::One, Privacy::Sealed, words),
        exported(2, PartnerId::Two, Privacy::Open(now()), check_in),
        note,
    ]
}

fn say(of: FileOf) -> Say {
    Say::new(line("export-only-you")).file(File { name: "betwixt-export".to_owned(), media_type: "text/plain", of })
}

#[test]
fn the_json_form_is_stable() {
    let desk = Desk::new();
    let body = desk.body("de", Some(PartnerId::One), &say(FileOf::ExportJson(some()))).unwrap();
    let json: serde_json::Value = serde_json::from_str(&body.files[0].content).unwrap();
    let expected = serde_json::json!({
        "format": "betwixt-export",
        "version": 1,
        "made": "2026-03-27T08:00:00Z",
        "entries": [
            { "pairing": "0000000000000007", "number": 1, "kind": "answer", "author": "Ana", "mine": true,
              "written": "2026-03-27T08:00:00Z", "edited": null, "open-since": null, "round": null, "prompt": null,
              "heard": null, "words": ["first *line*\n# second <b>"], "capacity": null, "about": null, "need": null,
              "what": null, "why": null },
            { "pairing": "0000000000000007", "number": 2, "kind": "answer", "author": "Ben *star*", "mine": false,
              "written": "2026-03-27T08:00:00Z", "edited": null, "open-since": "2026-03-27T08:00:00Z", "round": null,
              "prompt": null, "heard": null, "words": [], "capacity": 2, "about": "sleep", "need": "space",
              "what": null, "why": null },
            { "pairing": "0000000000000007", "number": 3, "kind": "note", "author": "Ben *star*", "mine": false,
              "written": "2026-03-27T08:00:00Z", "edited": null, "open-since": "2026-03-27T08:00:00Z", "round": null,
              "prompt": null, "heard": null, "words": [], "capacity": null, "about": null, "need": null,
              "what": "tea", "why": "warm" }
        ]
    });
    assert_eq!(json, expected);
}

#[test]
fn the_markdown_form_reads_well_and_keeps_words_as_they_are() {
    let desk = Desk::new();
    let files = say(FileOf::ExportMarkdown(some()));
    let body = desk.body("en", Some(PartnerId::One), &files).unwrap();
    let expected = r"# From Betwixt

Made on Friday 27 March, 09:00. It holds what you wrote and what was opened to you.

## Friday 27 March, 09:00: an answer by Ana

> first \*line\*
> \# second \<b\>

Only you can see this.

## Friday 27 March, 09:00: an answer by Ben \*star\*

capacity 2 of 5 · sleep · would like some space

## Friday 27 March, 09:00: a thank-you by Ben \*star\*

> tea

Why it mattered:

> warm
";
    assert_eq!(body.files[0].content, expected);
}

#[test]
fn an_export_never_holds_what_its_reader_may_not_read() {
    let desk = Desk::new();
    let content = Content::plain(Words::new("sealed by the other"));
    let mut entries = some();
    entries.push(exported(4, PartnerId::Two, Privacy::Sealed, content));
    for of in [FileOf::ExportJson(entries.clone()), FileOf::ExportMarkdown(entries)] {
        let refused = desk.body("en", Some(PartnerId::One), &say(of)).unwrap_err();
        assert_eq!(refused, RenderError::NotForThisReader);
    }
    let to_both = say(FileOf::ExportJson(some()));
    assert_eq!(desk.body("en", None, &to_both).unwrap_err(), RenderError::NotForThisReader);
}
