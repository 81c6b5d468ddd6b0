//! What each stage costs.

fn main() {
    divan::main();
}
