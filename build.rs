//! The prompt packs are embedded in the binary; a file added to them is a reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=prompts");
}
