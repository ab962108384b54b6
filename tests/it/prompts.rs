//! Prompt packs: what ships is sound, and what is not sound is named with file and line.

use betwixt::catalog::Catalog;

#[test]
fn the_built_in_library_has_no_fault() {
    if let Err(problems) = Catalog::builtin() {
        panic!("{problems}");
    }
}
