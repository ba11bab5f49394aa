//! Finance, as in spreadsheets.

use super::Section;
use crate::dax::functions::notes::NOT_IN_DIRECT_QUERY;

pub const SECTIONS: &[Section] = &[Section {
    notes: NOT_IN_DIRECT_QUERY,
    text: "
ACCRINT(issue first_interest settlement: datetime, rate par: number, frequency: integer, basis?: integer,
    calc_method?: boolean) -> number
ACCRINTM(issue maturity: datetime, rate par: number, basis?: integer) -> number
AMORDEGRC AMORLINC(cost: number, date_purchased first_period: datetime, salvage period rate: number, basis?: integer)
    -> number
COUPDAYBS COUPDAYS COUPDAYSNC COUPNUM(settlement maturity: datetime, frequency: integer, basis?: integer) -> number
COUPNCD COUPPCD(settlement maturity: datetime, frequency: integer, basis?: integer) -> datetime
CUMIPMT CUMPRINC(rate nper pv start_period end_period: number, type: integer) -> number
DB(cost salvage life period: number, month?: integer) -> number
DDB(cost salvage life period: number, factor?: number) -> number
DISC(settlement maturity: datetime, pr redemption: number, basis?: integer) -> number
DOLLARDE(fractional_dollar fraction: number) -> number
DOLLARFR(decimal_dollar fraction: number) -> number
DURATION MDURATION(settlement maturity: datetime, coupon yld: number, frequency: integer, basis?: integer) -> number
EFFECT(nominal_rate npery: number) -> number
FV(rate nper pmt: number, pv?: number, type?: integer) -> number
INTRATE(settlement maturity: datetime, investment redemption: number, basis?: integer) -> number
IPMT PPMT(rate per nper pv: number, fv?: number, type?: integer) -> number
ISPMT(rate per nper pv: number) -> number
NOMINAL(effect_rate npery: number) -> number
NPER(rate pmt pv: number, fv?: number, type?: integer) -> number
ODDFPRICE(settlement maturity issue first_coupon: datetime, rate yld redemption: number, frequency: integer,
    basis?: integer) -> number
ODDFYIELD(settlement maturity issue first_coupon: datetime, rate pr redemption: number, frequency: integer,
    basis?: integer) -> number
ODDLPRICE(settlement maturity last_interest: datetime, rate yld redemption: number, frequency: integer,
    basis?: integer) -> number
ODDLYIELD(settlement maturity last_interest: datetime, rate pr redemption: number, frequency: integer,
    basis?: integer) -> number
PDURATION(rate pv fv: number) -> number
PMT(rate nper pv: number, fv?: number, type?: integer) -> number
PRICE(settlement maturity: datetime, rate yld redemption: number, frequency: integer, basis?: integer) -> number
PRICEDISC(settlement maturity: datetime, discount redemption: number, basis?: integer) -> number
PRICEMAT(settlement maturity issue: datetime, rate yld: number, basis?: integer) -> number
PV(rate nper pmt: number, fv?: number, type?: integer) -> number
RATE(nper pmt pv: number, fv?: number, type?: integer, guess?: number) -> number
RECEIVED(settlement maturity: datetime, investment discount: number, basis?: integer) -> number
RRI(nper pv fv: number) -> number
SLN(cost salvage life: number) -> number
SYD(cost salvage life per: number) -> number
TBILLEQ TBILLPRICE(settlement maturity: datetime, discount: number) -> number
TBILLYIELD(settlement maturity: datetime, pr: number) -> number
VDB(cost salvage life start_period end_period: number, factor?: number, no_switch?: boolean) -> number
XIRR(table, values: number @table, dates: datetime @table, guess?: number, alternate?: scalar) -> number
XNPV(table, values: number @table, dates: datetime @table, rate: number) -> number
YIELD(settlement maturity: datetime, rate pr redemption: number, frequency: integer, basis?: integer) -> number
YIELDDISC(settlement maturity: datetime, pr redemption: number, basis?: integer) -> number
YIELDMAT(settlement maturity issue: datetime, rate pr: number, basis?: integer) -> number
",
}];
