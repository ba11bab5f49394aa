//! Why a certificate was not accepted. The driver passes on a sentence of its TLS library; these are its kinds.

use tiberius::error::Error as Driver;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody that this machine trusts has signed it: the common case of a server that signed its own.
    Unknown,
    Expired,
    NotYetValid,
    WrongName,
    /// A certificate of an authority, used by a server.
    Authority,
    /// Of a form that is too old, as SQL Server makes for itself.
    TooOld,
    Other,
}

/// The kind of the fault and the reason in words, where the error is about the certificate.
pub fn fault(error: &Driver) -> Option<(Fault, String)> {
    let Driver::Tls(text) = error else { return None };
    // Around the reason the driver advises a programmer, who is not who reads this.
    let reason = text.split_once("TLS handshake: ").map_or(text.as_str(), |(_, reason)| reason);
    let reason = reason.split(" To connect anyway").next().unwrap_or(reason);
    let reason = reason.split(" The SQL Server presented").next().unwrap_or(reason).trim().trim_end_matches('.');
    let has = |part: &str| reason.contains(part);
    let (fault, words) = if has("UnknownIssuer") {
        (Fault::Unknown, "nobody that this machine trusts has signed it".to_owned())
    } else if has("CaUsedAsEndEntity") {
        (Fault::Authority, "it is the certificate of an authority, not of a server".to_owned())
    } else if has("UnsupportedCertVersion") {
        (Fault::TooOld, "it is of an outdated form".to_owned())
    } else if has("not valid yet") || has("NotValidYet") {
        (Fault::NotYetValid, "it is not valid yet".to_owned())
    } else if has("expired") || has("Expired") {
        (Fault::Expired, "it has expired".to_owned())
    } else if has("not valid for name") || has("NotValidForName") || has("invalid dns name") {
        (Fault::WrongName, reason.trim_start_matches("certificate ").to_owned())
    } else {
        (Fault::Other, reason.to_owned())
    };
    Some((fault, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_known_and_the_advice_to_programmers_left_out() {
        let text = "the server's certificate was rejected during the TLS handshake: UnknownIssuer. To connect anyway \
                    you can: (1) trust a specific CA certificate with `Config::trust_cert_ca(path)`";
        let (kind, words) = fault(&Driver::Tls(text.to_owned())).expect("a fault");
        assert_eq!(kind, Fault::Unknown);
        assert!(!words.contains("Config::"), "{words}");
        let text = "rejected during the TLS handshake: certificate not valid for name \"a\"; certificate is only valid \
                    for b. To connect anyway you can";
        let (kind, words) = fault(&Driver::Tls(text.to_owned())).expect("a fault");
        assert_eq!(
            (kind, words.as_str()),
            (Fault::WrongName, "not valid for name \"a\"; certificate is only valid for b")
        );
    }
}
