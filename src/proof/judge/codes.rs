//! What can be wrong with who sees what.

use crate::diag::{Code, Severity};

pub static NO_ROLE: Code = Code {
    id: "RL045",
    name: "no-role",
    severity: Severity::Error,
    explanation: "The model has no role with the right to read. Whoever may open a report sees every row.\n\n\
                  Wrong:  no file below roles/\n\
                  Right:  role 'Regional Manager' with `modelPermission: read` and filters",
};

pub static NOT_LOADED: Code = Code {
    id: "RL046",
    name: "mapping-not-loaded",
    severity: Severity::Error,
    explanation: "The mapping files say otherwise than the warehouse. The model shows what the warehouse has: a manager \
                  who was taken out of the file still sees their regions until it is loaded.\n\n\
                  Wrong:  a line of region_managers.csv is deleted, and the report is refreshed\n\
                  Right:  `pbiforge run`, then the refresh",
};

pub static OPEN_ROLE: Code = Code {
    id: "RL047",
    name: "role-without-filter",
    severity: Severity::Warning,
    explanation: "A role filters no table. Whoever is put into it sees everything, whatever their other roles say: the \
                  roles of a reader add up.\n\n\
                  Wrong:  role Everybody with `modelPermission: read` alone\n\
                  Right:  no such role: who may see everything has `*` in the file of managers",
};

pub static SEEN_BY_STRANGERS: Code = Code {
    id: "RL050",
    name: "seen-by-strangers",
    severity: Severity::Error,
    explanation: "Somebody whom the mapping gives no region sees rows of a table that is not public. Either nothing \
                  filters the table, or a filter is true of whoever reads, or it names somebody.\n\n\
                  Wrong:  'Region'[Region] <> \"\" || USERPRINCIPALNAME() = \"boss@example.com\"\n\
                  Right:  a line `*,boss@example.com` in the file of managers, and the filter without the name",
};

pub static SEEN_BY_OTHERS: Code = Code {
    id: "RL051",
    name: "seen-by-others",
    severity: Severity::Error,
    explanation: "A manager sees rows of a region that is not theirs: a filter is true of too many rows, or a \
                  relationship that should carry it is inactive, missing, or carries it the wrong way.\n\n\
                  Wrong:  the relationship from Customer to Region has `isActive: false`\n\
                  Right:  it is active",
};

pub static HIDDEN: Code = Code {
    id: "RL052",
    name: "own-rows-hidden",
    severity: Severity::Error,
    explanation: "A manager does not see all rows of a region that is theirs. Nothing leaks, but their figures are too \
                  small, and nothing says so.\n\n\
                  Wrong:  EXACT('Region'[Region], …), where the mapping writes the region in another case\n\
                  Right:  'Region'[Region] = …, which knows no case",
};

pub static NOBODYS: Code = Code {
    id: "RL053",
    name: "unmanaged-region",
    severity: Severity::Error,
    explanation: "A region has rows and no manager: what all managers see together is not everything. `Unassigned` \
                  may be without one.\n\n\
                  Wrong:  no line for `Nordics` in the file of managers\n\
                  Right:  Nordics,north@example.com",
};

pub static SEES_MAPPING: Code = Code {
    id: "RL054",
    name: "mapping-rows-of-others",
    severity: Severity::Error,
    explanation: "A reader sees rows of the table of managers that are another's: who may see which region is nobody \
                  else's business. A table that is hidden is still read by whoever writes a query.\n\n\
                  Wrong:  no filter on 'Region Manager'\n\
                  Right:  tablePermission 'Region Manager' = 'Region Manager'[Manager] = USERPRINCIPALNAME()",
};

pub static PUBLIC_REGIONS: Code = Code {
    id: "RL055",
    name: "public-table-of-regions",
    severity: Severity::Warning,
    explanation: "A table that `[roles] public` opens to everybody has rows of single regions: every manager sees what \
                  is in it about the regions of all others. Is it meant?\n\n\
                  Wrong:  public = [\"Date\", \"Product\", \"Cohort Retention\"]\n\
                  Right:  public = [\"Date\", \"Product\"]",
};

pub static SPELLING: Code = Code {
    id: "RL056",
    name: "depends-on-case",
    severity: Severity::Error,
    explanation: "What a manager sees depends on the case in which their name is written. Power BI gives the name as \
                  the directory has it, and nobody promises that the mapping has it so.\n\n\
                  Wrong:  EXACT('Region Manager'[Manager], USERPRINCIPALNAME())\n\
                  Right:  'Region Manager'[Manager] = USERPRINCIPALNAME()",
};

pub static RESTS: Code = Code {
    id: "RL057",
    name: "rests-on-unfiltered-tables",
    severity: Severity::Warning,
    explanation: "A filter reads another table, and its answer is only right if it sees all rows of it, not those that \
                  the role shows. Microsoft's tutorial on dynamic security relies on just that, but the documentation \
                  does not promise it.\n\n\
                  Wrong:  tablePermission Mapping = FALSE(), where the filter of Region looks the reader up in Mapping\n\
                  Right:  tablePermission Mapping = Mapping[User] = USERPRINCIPALNAME()",
};

pub static SHOWS_BLANK: Code = Code {
    id: "RL058",
    name: "shows-rows-without-partner",
    severity: Severity::Warning,
    explanation: "A filter is true of a row of which every column is BLANK. Rows of other tables whose key is not found \
                  belong to such a row, and show to whoever the filter shows it to.\n\n\
                  Wrong:  'Region'[Region] <> \"North\"\n\
                  Right:  'Region'[Region] <> \"North\" && NOT ISBLANK('Region'[Region])",
};

pub static NO_REGION: Code = Code {
    id: "RL059",
    name: "rows-without-region",
    severity: Severity::Warning,
    explanation: "Rows of a table lead to no region, where the others do: no manager sees them, and what all managers \
                  see together is less than there is.\n\n\
                  Wrong:  a sale whose customer is not in dim_customer\n\
                  Right:  every key is found; a country that no region claims is `Unassigned`",
};

pub const CODES: &[&Code] = &[
    &NO_ROLE,
    &NOT_LOADED,
    &OPEN_ROLE,
    &SEEN_BY_STRANGERS,
    &SEEN_BY_OTHERS,
    &HIDDEN,
    &NOBODYS,
    &SEES_MAPPING,
    &PUBLIC_REGIONS,
    &SPELLING,
    &RESTS,
    &SHOWS_BLANK,
    &NO_REGION,
];
