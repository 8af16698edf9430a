use harness_adapter_sdk::wire::{parse, serialise, LineFramer, MAXIMUM_BYTES};
use serde_json::Value;
use std::path::Path;

const STREAM: &str = "{\"a\":1}\r\n\n{\"b\":\"é\"}\n";

fn lines() -> Vec<Vec<u8>> {
    vec![b"{\"a\":1}".to_vec(), "{\"b\":\"é\"}".as_bytes().to_vec()]
}

#[test]
fn lines_are_found_however_the_bytes_arrive() {
    let mut single = LineFramer::default();
    let found: Vec<Vec<u8>> = STREAM.bytes().flat_map(|byte| single.feed(&[byte])).collect();
    assert_eq!(found, lines());
    for cut in 0..=STREAM.len() {
        let mut framer = LineFramer::default();
        let mut found = framer.feed(&STREAM.as_bytes()[..cut]);
        found.extend(framer.feed(&STREAM.as_bytes()[cut..]));
        assert_eq!(found, lines());
    }
}

#[test]
fn what_is_no_message_is_refused_with_the_right_code() {
    for (line, code) in [("nonsense", -32700), ("[1]", -32600), ("{\"id\":1}", -32600)] {
        assert_eq!(parse(line.as_bytes()).unwrap_err().code, code);
    }
}

#[test]
fn of_a_line_that_is_too_long_no_more_is_kept_than_tells_so() {
    let mut framer = LineFramer::default();
    let mut found: Vec<Vec<u8>> = (0..300).flat_map(|_| framer.feed(&[b'x'; 65536])).collect();
    found.extend(framer.feed(b"\n{}\n"));
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [MAXIMUM_BYTES + 2, 2]);
}

#[test]
fn the_shared_examples_survive() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Sources/AdapterProtocol/Specification/v1/examples");
    let mut count = 0;
    for kind in std::fs::read_dir(folder).unwrap().flatten() {
        let name = kind.file_name().to_string_lossy().into_owned();
        for file in std::fs::read_dir(kind.path()).unwrap().flatten() {
            let text = std::fs::read(file.path()).unwrap();
            let message = parse(&text).unwrap();
            let line = serialise(&message);
            assert_eq!(parse(&line).unwrap(), serde_json::from_slice::<Value>(&text).unwrap());
            assert_eq!(
                message.get("method").is_some(),
                name.ends_with("Request") || name.ends_with("Notification")
            );
            count += 1;
        }
    }
    assert!(count > 15);
}
