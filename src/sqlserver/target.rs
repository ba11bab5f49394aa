//! Where the options say that the server is, in any of the ways in which people write it.

use super::Options;

/// A host, and how its port is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub host: String,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    Port(u16),
    /// The SQL Server Browser of the host tells the port.
    Instance(String),
}

/// Where an instance without a name listens.
pub const PORT: u16 = 1433;

impl Target {
    /// Reads `host`, `host\instance`, `host,port`, `host:port` and `tcp:…`, beside the options `instance` and `port`.
    /// A port decides, as in every other client; two that differ are an error.
    pub fn of(options: &Options) -> Result<Self, String> {
        let written = options.host.trim();
        let text = protocol(written)?;
        let (text, port) = match text.split_once(',').or_else(|| colon(text)) {
            Some((text, port)) => (text.trim(), Some(number(written, port.trim())?)),
            None => (text, None),
        };
        let (host, instance) = match text.split_once('\\') {
            Some((host, instance)) => (host.trim(), Some(instance.trim())),
            None => (text, None),
        };
        if host.eq_ignore_ascii_case("(localdb)") {
            return Err("LocalDB cannot be reached over the network; pbiforge speaks TCP only".to_owned());
        }
        Ok(Self { host: name(host)?, at: at(options, port, instance.filter(|instance| !instance.is_empty()))? })
    }

    /// The server as a person writes it: `host`, `host\instance` or `host,port`.
    pub fn text(&self) -> String {
        match &self.at {
            At::Instance(instance) => format!("{}\\{instance}", self.host),
            At::Port(PORT) => self.host.clone(),
            At::Port(port) => format!("{},{port}", self.host),
        }
    }

    /// Whether this is Azure SQL, where a database that cannot be opened may just be moving house.
    pub fn is_azure(&self) -> bool {
        let host = self.host.to_ascii_lowercase();
        [".database.windows.net", ".database.chinacloudapi.cn", ".database.usgovcloudapi.net", ".fabric.microsoft.com"]
            .iter()
            .any(|domain| host.ends_with(domain))
    }
}

fn protocol(text: &str) -> Result<&str, String> {
    for other in ["np:", "lpc:", "admin:"] {
        if starts(text, other) {
            return Err(format!("`{text}`: pbiforge speaks TCP only, so `{other}` cannot be used"));
        }
    }
    Ok(if starts(text, "tcp:") { text["tcp:".len()..].trim_start() } else { text })
}

fn starts(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// `host:port`, which is not how SQL Server's clients write it, but what people try. An IPv6 address has more colons.
fn colon(text: &str) -> Option<(&str, &str)> {
    let (host, port) = text.split_once(':')?;
    (!port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())).then_some((host, port))
}

fn number(written: &str, port: &str) -> Result<u16, String> {
    match port.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(format!("`{written}`: `{port}` is no port; ports go from 1 to 65535")),
    }
}

fn name(host: &str) -> Result<String, String> {
    match host {
        "." | "(local)" => Ok("localhost".to_owned()),
        "" => Err("`host` of [warehouse.sqlserver] is empty: which server is it?".to_owned()),
        host if host.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/') => {
            Err(format!("`{}` is no name of a host", host.escape_debug()))
        }
        host => Ok(host.trim_start_matches('[').trim_end_matches(']').to_owned()),
    }
}

fn at(options: &Options, port: Option<u16>, instance: Option<&str>) -> Result<At, String> {
    let set = Some(options.port).filter(|port| *port != PORT);
    if let (Some(one), Some(other)) = (port, set)
        && one != other
    {
        return Err(format!("`host` names port {one} and `port` says {other}; leave one of them out"));
    }
    let named = options.instance.as_deref().map(str::trim).filter(|instance| !instance.is_empty());
    if let (Some(one), Some(other)) = (instance, named)
        && !one.eq_ignore_ascii_case(other)
    {
        return Err(format!("`host` names the instance {one} and `instance` says {other}; leave one of them out"));
    }
    Ok(match (port.or(set), instance.or(named)) {
        (Some(port), _) => At::Port(port),
        // The default instance has no entry of its own: it listens where it always does.
        (None, Some(instance)) if !instance.eq_ignore_ascii_case("MSSQLSERVER") => At::Instance(instance.to_owned()),
        (None, _) => At::Port(if options.port == 0 { PORT } else { options.port }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(host: &str) -> Result<String, String> {
        Target::of(&Options { host: host.to_owned(), ..Options::default() }).map(|target| target.text())
    }

    #[test]
    fn every_way_to_write_a_server_is_understood() {
        for (written, meant) in [
            ("sql01", "sql01"),
            (" sql01 ", "sql01"),
            (".", "localhost"),
            ("(local)\\SQLEXPRESS", "localhost\\SQLEXPRESS"),
            ("sql01\\BI", "sql01\\BI"),
            ("sql01\\MSSQLSERVER", "sql01"),
            ("sql01,1444", "sql01,1444"),
            ("sql01, 1433", "sql01"),
            ("sql01:1444", "sql01,1444"),
            ("sql01\\BI,1444", "sql01,1444"),
            ("tcp:demo.database.windows.net,1433", "demo.database.windows.net"),
            ("TCP:sql01", "sql01"),
            ("fe80::1", "fe80::1"),
            ("[::1],1444", "::1,1444"),
        ] {
            assert_eq!(of(written), Ok(meant.to_owned()), "{written}");
        }
    }

    #[test]
    fn what_cannot_be_reached_is_said_before_trying() {
        for (written, why) in [
            ("", "is empty"),
            ("np:\\\\sql01\\pipe", "TCP only"),
            ("(localdb)\\MSSQLLocalDB", "LocalDB"),
            ("sql01,x", "no port"),
            ("sql01,70000", "no port"),
            ("https://sql01", "no name"),
            ("sql 01", "no name"),
        ] {
            let said = of(written).expect_err(written);
            assert!(said.contains(why), "{written}: {said}");
        }
    }

    #[test]
    fn the_port_decides_and_two_of_them_must_agree() {
        let options = |host: &str, port, instance: Option<&str>| Options {
            host: host.to_owned(),
            port,
            instance: instance.map(str::to_owned),
            ..Options::default()
        };
        let text = |options: Options| Target::of(&options).map(|target| target.text());
        assert_eq!(text(options("a", 1500, Some("BI"))), Ok("a,1500".to_owned()));
        assert_eq!(text(options("a", PORT, Some("BI"))), Ok("a\\BI".to_owned()));
        assert_eq!(text(options("a\\bi", PORT, Some("BI"))), Ok("a\\bi".to_owned()));
        assert!(text(options("a,1444", 1500, None)).is_err());
        assert!(text(options("a\\HR", PORT, Some("BI"))).is_err());
    }

    #[test]
    fn azure_is_known_by_its_domain() {
        let azure = |host: &str| Target { host: host.to_owned(), at: At::Port(PORT) }.is_azure();
        assert!(azure("demo.DATABASE.windows.net"));
        assert!(!azure("database.windows.net.example"));
    }
}
