//! The server's error numbers that pbiforge knows more about than their message says: one line each.
//!
//! Which of them pass is what Microsoft documents for Azure SQL, and what SqlClient and Entity Framework retry.

/// Whether the same thing may work a little later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    Never,
    /// On Azure, where a database may just be moving; elsewhere it is as the message says.
    OnAzure,
    Always,
}

#[derive(Debug)]
pub struct Known {
    pub number: u32,
    pub passing: Passing,
    /// The way out, where there is one beside trying again.
    pub help: Option<&'static str>,
}

const fn help(number: u32, help: &'static str) -> Known {
    Known { number, passing: Passing::Never, help: Some(help) }
}

const fn passes(number: u32) -> Known {
    Known { number, passing: Passing::Always, help: None }
}

/// What to say where a number passes and still does not go away.
const LATER: &str = "this passes by itself as a rule; wait a minute, then run again";

const PASSWORD: &str = "set a new password with another tool (SSMS: it asks at the login), then put it into \
                        PBIFORGE_SQLSERVER_PASSWORD";
const OWNER: &str = "ask the owner of the database for the right; `pbiforge doctor` lists which rights are missing";
const FULL: &str =
    "ask the administrator for room in the database; a load needs about three times what its tables take";
const NETWORK: &str = "in the Azure portal, open the server's `Networking` page and allow this machine's address or \
                       network";

/// Sorted by number.
pub const KNOWN: &[Known] = &[
    passes(20),
    passes(64),
    passes(121),
    help(208, "a table that should be there is not: run `pbiforge load`"),
    help(229, OWNER),
    help(230, OWNER),
    passes(233),
    help(262, OWNER),
    help(297, OWNER),
    help(300, OWNER),
    Known { number: 615, passing: Passing::OnAzure, help: None },
    passes(701),
    help(911, "there is no such database: check `database` of [warehouse.sqlserver], or have it created"),
    help(916, "the login has no user in this database; its owner runs: CREATE USER [name] FOR LOGIN [name]"),
    passes(921),
    passes(922),
    Known { number: 926, passing: Passing::OnAzure, help: Some("ask the administrator: the database is damaged") },
    help(945, "the database cannot be opened: ask the administrator whether its disk is full or a file is missing"),
    help(976, "this replica cannot be read: use the listener or the primary as `host`"),
    help(978, "this replica answers readers only: use the listener or the primary as `host`"),
    help(979, "this replica answers readers only: use the listener or the primary as `host`"),
    passes(983),
    help(1105, FULL),
    passes(1204),
    passes(1205),
    passes(1222),
    help(2760, "the schema is missing or may not be used; `pbiforge doctor` lists which rights are missing"),
    help(3906, "the database can only be read: use the primary as `host`, or ask the administrator"),
    passes(3960),
    Known {
        number: 4060,
        passing: Passing::OnAzure,
        help: Some(
            "check `database` of [warehouse.sqlserver]; if it is there, its owner has to let the login in: \
             CREATE USER [name] FOR LOGIN [name]",
        ),
    },
    help(4064, "the login's default database cannot be opened: name one with `database` of [warehouse.sqlserver]"),
    passes(4221),
    passes(6005),
    passes(8645),
    help(9002, "the transaction log is full: ask the administrator to back it up or to give it room"),
    passes(10928),
    passes(10929),
    passes(10936),
    help(15151, OWNER),
    passes(17142),
    help(17830, "the network cut the login off: is something between here and the server too slow or too strict?"),
    passes(18401),
    help(18451, "the server is being stopped or serviced: only administrators get in"),
    help(
        18452,
        "the server does not trust this Windows domain, or takes no Windows logins: use `authentication = \"sql\"`",
    ),
    help(18456, "check user and password"),
    help(18461, "the server runs in single-user mode, and somebody else is in"),
    help(18470, "the login is disabled; an administrator runs: ALTER LOGIN [name] ENABLE"),
    help(
        18486,
        "the login is locked after wrong passwords; an administrator runs: ALTER LOGIN [name] WITH PASSWORD = '…' UNLOCK",
    ),
    help(18487, PASSWORD),
    help(18488, PASSWORD),
    passes(40143),
    passes(40166),
    passes(40197),
    passes(40501),
    help(40532, "Azure SQL does not know the server under this name, or wants the login as `name`, without `@…`"),
    passes(40540),
    help(40544, "the database has reached its size limit: choose a larger service tier, or delete data"),
    help(40551, "the load takes more room in tempdb than the service tier has: choose a larger one"),
    help(40552, "the load takes more room in the log than the service tier has: choose a larger one"),
    passes(40613),
    help(40615, NETWORK),
    help(40914, NETWORK),
    passes(41301),
    passes(41302),
    passes(41305),
    passes(41325),
    passes(41839),
    passes(42108),
    passes(42109),
    help(
        47073,
        "the server takes no connections from public networks: run inside its network, or through a private endpoint",
    ),
    passes(49918),
    passes(49919),
    passes(49920),
    passes(49977),
    passes(49983),
];

pub fn known(number: u32) -> Option<&'static Known> {
    KNOWN.binary_search_by_key(&number, |known| known.number).ok().map(|at| &KNOWN[at])
}

/// Whether the same thing may work a little later, on Azure or elsewhere.
pub fn passing(number: u32, azure: bool) -> bool {
    match known(number).map(|known| known.passing) {
        Some(Passing::Always) => true,
        Some(Passing::OnAzure) => azure,
        Some(Passing::Never) | None => false,
    }
}

/// The way out.
pub fn way_out(number: u32) -> Option<&'static str> {
    let known = known(number)?;
    known.help.or((known.passing != Passing::Never).then_some(LATER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_sorted_and_each_is_there_for_a_reason() {
        assert!(KNOWN.windows(2).all(|pair| pair[0].number < pair[1].number));
        for known in KNOWN {
            assert!(way_out(known.number).is_some(), "{}", known.number);
        }
    }

    #[test]
    fn what_azure_documents_as_transient_passes() {
        for number in [926, 4060, 4221, 615, 40197, 40501, 40613, 49918, 49919, 49920, 10928, 10929] {
            assert!(passing(number, true), "{number}");
        }
    }

    #[test]
    fn a_wrong_password_or_a_missing_right_does_not_pass() {
        for number in [18456, 18487, 40615, 229, 916, 2627, 547] {
            assert!(!passing(number, true), "{number}");
        }
        assert!(!passing(4060, false), "a misspelt database is no reason to wait");
    }
}
