//! The real program, asked to end: while it starts, and once more while it ends.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitStatus;
use std::thread::sleep;
use std::time::Duration;

use store::testing::TestDatabase;

use crate::support::{Server, ask_to_end, command};

/// How a process ended, which it did before long.
fn end_of(mut ended: impl FnMut() -> Option<ExitStatus>) -> ExitStatus {
    for _ in 0..300 {
        if let Some(status) = ended() {
            return status;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("it goes on");
}

#[test]
fn whoever_still_waits_for_the_database_ends_when_asked_to() {
    for name in ["serve", "worker"] {
        // One that takes the connection, and never says a word.
        let database = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("postgres://palier@{}/palier", database.local_addr().unwrap());
        let settings = [
            ("PALIER__DATABASE__URL", url.as_str()),
            ("PALIER__DATABASE__ACQUIRE_TIMEOUT_SECONDS", "60"),
            ("PALIER__HTTP__LISTEN", "127.0.0.1:0"),
        ];
        let mut process = command(&settings, &[name]).spawn().unwrap();
        let _connection = database.accept().unwrap();
        ask_to_end(&process);
        let status = end_of(|| process.try_wait().unwrap());
        assert!(status.success(), "{name}: {status}");
    }
}

#[test]
fn whoever_is_asked_once_more_does_not_wait_for_what_is_under_way() {
    let database = TestDatabase::sqlite();
    let mut server = Server::start(&database);
    let mut stream = TcpStream::connect(server.address).unwrap();
    // The rest never comes.
    let head = b"POST /api/sign_in HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n";
    stream.write_all(head).unwrap();
    // Whoever asks for the rest has begun.
    let mut answer = [0; 25];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
    server.ask_to_end();
    sleep(Duration::from_secs(2));
    assert!(server.has_ended().is_none(), "it waits for nothing");
    server.ask_to_end();
    assert_eq!(end_of(|| server.has_ended()).code(), Some(1));
}
