//! The options in the driver's words.

use tiberius::{AuthMethod, Config, EncryptionLevel};

use super::{Intent, Server};
use crate::sqlserver::Error;
use crate::sqlserver::options::{Authentication, Encryption};

/// The largest packet there is: fewer, larger steps of a bulk load. The server may choose a smaller one.
const PACKET: u32 = 32_767;

impl Server {
    /// `host` may carry an instance, where a server was sent on to.
    pub(super) fn config(
        &self,
        intent: Intent,
        host: &str,
        port: u16,
        instance: Option<&str>,
    ) -> Result<Config, Error> {
        let options = &self.options;
        let mut config = Config::new();
        config.host(host);
        config.port(port);
        if let Some(instance) = instance {
            config.instance_name(instance);
        }
        config.database(&options.database);
        config.application_name("pbiforge");
        config.readonly(intent == Intent::Read);
        config.packet_size(PACKET);
        // The wire measures all waiting.
        config.handshake_timeout(None);
        config.command_timeout(None);
        config.encryption(match options.encryption {
            Encryption::Strict => EncryptionLevel::Strict,
            Encryption::Required => EncryptionLevel::Required,
            Encryption::Off => EncryptionLevel::NotSupported,
        });
        if options.trust_certificate {
            config.trust_cert();
        } else if let Some(path) = &options.ca_file {
            let file = std::fs::read(path).map_err(|source| Error::CaFile { path: path.clone(), source })?;
            config.trust_cert_ca_bundle(file);
        }
        if let Some(name) = &options.host_name_in_certificate {
            config.hostname_in_certificate(name);
        } else if let Some((name, _)) = host.split_once('\\') {
            config.hostname_in_certificate(name);
        }
        config.authentication(self.authentication()?);
        Ok(config)
    }

    fn authentication(&self) -> Result<AuthMethod, Error> {
        let secret = || self.secret.as_ref().map(|secret| secret.0.clone()).unwrap_or_default();
        match self.options.authentication {
            Authentication::Sql => {
                let user = self.options.user.as_deref().unwrap_or_default();
                Ok(AuthMethod::sql_server(user, secret()))
            }
            Authentication::Entra => Ok(AuthMethod::aad_token(secret())),
            #[cfg(any(windows, feature = "gssapi"))]
            Authentication::Windows => Ok(AuthMethod::Integrated),
            #[cfg(not(any(windows, feature = "gssapi")))]
            Authentication::Windows => Err(Error::Configuration(
                "this build of pbiforge can log in as the Windows user on Windows only; set `authentication` to \
                 \"sql\" or \"entra\", or build it with the feature `gssapi`"
                    .to_owned(),
            )),
        }
    }
}
