fn main() {
    harness_agent::build(&mut tokio::runtime::Builder::new_multi_thread()).unwrap();
}
