//! The SQL Server Browser: one datagram asks a host for an instance, one tells its port (MS-SQLR).

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::timeout;

/// Where the browser listens.
pub const PORT: u16 = 1434;
/// Datagrams get lost: ask again after this.
const PATIENCE: Duration = Duration::from_secs(1);
const QUESTIONS: usize = 3;

/// The port of an instance; `None` where it has none, because it does not speak TCP. `addresses` are of browsers.
pub async fn ask(addresses: &[SocketAddr], instance: &str) -> io::Result<Option<u16>> {
    let mut error = io::ErrorKind::TimedOut.into();
    for _ in 0..QUESTIONS {
        for address in addresses {
            match timeout(PATIENCE, ask_once(*address, instance)).await {
                Ok(Ok(reply)) => return Ok(port(&reply)),
                Ok(Err(refused)) => error = refused,
                Err(_) => {}
            }
        }
    }
    Err(error)
}

async fn ask_once(address: SocketAddr, instance: &str) -> io::Result<Vec<u8>> {
    let any: IpAddr = if address.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind(SocketAddr::new(any, 0)).await?;
    // Only what comes from there is an answer.
    socket.connect(address).await?;
    socket.send(&question(instance)).await?;
    let mut reply = vec![0; 4096];
    let length = socket.recv(&mut reply).await?;
    reply.truncate(length);
    Ok(reply)
}

/// CLNT_UCAST_INST.
fn question(instance: &str) -> Vec<u8> {
    [&[4], instance.as_bytes(), &[0]].concat()
}

/// The port in a reply: after three bytes of header keys and values in turn, separated by `;`. The reply is a
/// stranger's: anything else in it is no port.
fn port(reply: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(reply.get(3..)?).ok()?;
    let mut words = text.split(';');
    while let (Some(key), Some(value)) = (words.next(), words.next()) {
        if key.eq_ignore_ascii_case("tcp") {
            return value.trim().parse().ok().filter(|port| *port > 0);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(text: &str) -> Vec<u8> {
        [&[5, text.len() as u8, 0], text.as_bytes()].concat()
    }

    #[test]
    fn a_reply_tells_the_port() {
        let text = "ServerName;SQL01;InstanceName;BI;IsClustered;No;Version;15.0.2000.5;tcp;49823;np;\\\\SQL01\\pipe;;";
        assert_eq!(port(&reply(text)), Some(49823));
    }

    #[test]
    fn an_instance_called_tcp_is_no_port() {
        assert_eq!(port(&reply("ServerName;tcp;InstanceName;tcp;tcp;50001;;")), Some(50001));
    }

    #[test]
    fn a_browser_that_loses_the_first_question_is_asked_again() {
        let browser = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
        let address = browser.local_addr().expect("an address");
        let asked = std::thread::spawn(move || {
            let mut question = [0; 64];
            browser.recv_from(&mut question).expect("the first question");
            let (length, from) = browser.recv_from(&mut question).expect("the second");
            browser.send_to(&reply("InstanceName;BI;tcp;49823;;"), from).expect("an answer");
            question[..length].to_vec()
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        assert_eq!(runtime.block_on(ask(&[address], "BI")).expect("answered"), Some(49823));
        assert_eq!(asked.join().expect("no panic"), b"\x04BI\0");
    }

    #[test]
    fn anything_else_is_no_port() {
        for text in ["", "ServerName;SQL01;InstanceName;BI;np;pipe;;", "tcp;x;;", "tcp;0;;", "tcp;99999;;", "tcp"] {
            assert_eq!(port(&reply(text)), None, "{text}");
        }
        assert_eq!(port(&[5]), None);
        assert_eq!(port(&[5, 2, 0, 0xff, 0xfe]), None);
    }
}
