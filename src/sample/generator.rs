//! The state from which one invoice after the other is made, in the order of time.
//!
//! All of it is bounded by the numbers of customers and products, which are capped, and never by the rows: returns
//! that are on their way wait in a bag of fixed size, repeats in a short queue, and the calendar is two years.

use super::Options;
use super::bundle::Bundles;
use super::calendar::{Calendar, DAYS};
use super::country::{self, HOME};
use super::customer::{Customers, Loyalty};
use super::invoice::{Block, Invoice, Item, Kind, Line, Moment};
use super::order::{self, Buyer, Shop};
use super::product::Products;
use super::rare::{self, Rare};
use super::repeats::Repeats;
use super::returns::{self, Return, Returns};
use super::rng::Rng;
use super::stock;
use super::truth::{self, Faults, Truth};

/// The first invoice's number is one more.
const LAST_NUMBER_BEFORE: u64 = 489_433;

/// What an invoice is when nothing else is due, by its count in the real file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Draw {
    Sale,
    AnonymousSale,
    ReturnWithoutOriginal,
    WriteOff,
    Finding,
}

const DRAWS: [(u32, Draw); 5] = [
    (36_960, Draw::Sale),
    (3_110, Draw::AnonymousSale),
    (3_500, Draw::ReturnWithoutOriginal),
    (3_300, Draw::WriteOff),
    (2_500, Draw::Finding),
];

/// Anonymous rows stay between these shares, in 1/1,000: the few large ones would make small files differ.
const ANONYMOUS_SHARE: (u64, u64) = (221, 229);

pub struct Generator {
    rng: Rng,
    calendar: Calendar,
    products: Products,
    bundles: Bundles,
    customers: Customers,
    returns: Returns,
    repeats: Repeats,
    rows: u64,
    written: u64,
    /// Invoices made, repeats not counted.
    made: u64,
    number: u64,
    now: Moment,
    lines: Vec<Line>,
    block: Block,
    truth: Truth,
}

impl Generator {
    pub fn new(options: &Options) -> Self {
        let mut rng = Rng::new(options.seed);
        let products = Products::new(options.rows, &mut rng);
        let customers = Customers::new(options.rows, &mut rng);
        let bundles = Bundles::new(products.first_of_bundles());
        let truth = Truth { bundles: planted(&bundles, &products), ..Truth::default() };
        Self {
            rng,
            calendar: Calendar::new(options.rows),
            bundles,
            returns: Returns::new(customers.len()),
            repeats: Repeats::new(options.rows),
            products,
            customers,
            rows: options.rows,
            written: 0,
            made: 0,
            number: LAST_NUMBER_BEFORE,
            now: Moment::default(),
            lines: Vec::new(),
            block: Block::default(),
            truth,
        }
    }

    /// The next block of rows; `None` when the file has all of its rows.
    pub fn next(&mut self) -> Option<&[u8]> {
        if self.written >= self.rows {
            return None;
        }
        match self.repeats.next(self.rows - self.written) {
            Some(repeat) => self.repeat(repeat),
            None => self.make(),
        }
        self.written += self.block.rows;
        Some(&self.block.bytes)
    }

    pub fn written(&self) -> u64 {
        self.written
    }

    /// Bytes of all that is kept from one block to the next.
    pub fn state_bytes(&self) -> usize {
        self.products.bytes()
            + self.customers.bytes()
            + self.returns.bytes()
            + self.repeats.bytes()
            + self.lines.capacity() * size_of::<Line>()
            + self.block.bytes.capacity()
            + DAYS * size_of::<(u64, [u32; 3])>()
    }

    pub fn truth(self) -> Truth {
        let state_bytes = self.state_bytes();
        let customers = truth::Customers {
            loyal: self.customers.seen(Loyalty::Loyal),
            churned: self.customers.seen(Loyalty::Churning),
            one_off: self.customers.seen(Loyalty::OneOff),
            in_two_countries: self.customers.seen_in_two_countries(),
        };
        let products = truth::Products {
            codes: self.products.len() as u64,
            with_several_names: self.products.several_names,
            with_the_name_of_another: self.products.shared_names,
        };
        Truth { rows: self.written, invoices: self.made, customers, products, state_bytes, ..self.truth }
    }

    fn repeat(&mut self, repeat: Block) {
        self.block = repeat;
        self.truth.faults.add(&self.block.faults);
        self.truth.faults.repeated_invoices += 1;
        self.truth.faults.repeated_rows += self.block.rows;
        self.truth.plain.add(self.block.kept);
    }

    fn make(&mut self) {
        let closing = self.advance();
        let mut invoice = match self.returns.next(self.now, closing, &mut self.rng) {
            Some(back) => self.take_back(back),
            None => self.fresh(),
        };
        self.number += 1 + u64::from(self.rng.chance(1_500));
        self.made += 1;

        invoice.lines.truncate((self.rows - self.written).try_into().unwrap_or(usize::MAX));
        if invoice.kind == Kind::Sale && invoice.lines.first().is_some_and(|line| line.pennies > 0) {
            self.after_sale(&mut invoice);
        }
        let id = invoice.customer.map(|customer| self.customers.id(customer));
        if let Some(customer) = invoice.customer {
            self.customers.see(customer, invoice.country);
        }
        invoice.render(self.calendar.date(invoice.at.day), id, &self.products, &mut self.block);
        self.truth.faults.add(&self.block.faults);
        self.truth.plain.add(self.block.kept);
        self.truth.plain_without_repeats.add(self.block.kept);
        self.repeats.consider(&self.block, &mut self.rng);
        invoice.lines.clear();
        self.lines = invoice.lines;
    }

    /// Moves the clock to where the written rows say it stands. True when the day's rows are written but a return
    /// still has to come back today.
    fn advance(&mut self) -> bool {
        while self.now.day + 1 < DAYS && self.written >= self.calendar.target(self.now.day) {
            if self.returns.waits_today() {
                return true;
            }
            self.now = Moment { day: self.now.day + 1, minute: 0 };
        }
        self.now.minute = self.now.minute.max(self.calendar.minute(self.now.day, self.written));
        false
    }

    fn fresh(&mut self) -> Invoice {
        if let Some(rare) = rare::due(self.made) {
            return self.rare(rare);
        }
        if rare::is_giant(self.made) {
            return self.giant();
        }
        match self.draw() {
            Draw::Sale => self.sale(),
            Draw::AnonymousSale => self.anonymous_sale(),
            Draw::ReturnWithoutOriginal => self.return_without_original(),
            Draw::WriteOff => {
                let number = self.product();
                let line = stock::write_off(number, &mut self.rng);
                self.invoice(Kind::Sale, None, HOME, vec![line])
            }
            Draw::Finding => {
                let number = self.product();
                let name = self.products.name(number, self.now.day, &mut self.rng);
                let line = stock::finding(number, name, &mut self.rng);
                self.invoice(Kind::Sale, None, HOME, vec![line])
            }
        }
    }

    fn draw(&mut self) -> Draw {
        let drawn = self.rng.weighted(&DRAWS).unwrap_or(Draw::Sale);
        if self.written < 500 {
            return drawn;
        }
        let share = self.truth.faults.missing_customer * 1_000 / self.written;
        match drawn {
            Draw::Sale if share < ANONYMOUS_SHARE.0 && self.rng.chance(3_000) => Draw::AnonymousSale,
            Draw::AnonymousSale if share >= ANONYMOUS_SHARE.1 => Draw::Sale,
            other => other,
        }
    }

    fn sale(&mut self) -> Invoice {
        let customer = self.customers.draw(self.now.day, &mut self.rng);
        let country = self.customers.country(customer, &mut self.rng);
        let buyer = Buyer::Customer(self.customers.get(customer).size);
        let lines = self.order(buyer, country);
        self.invoice(Kind::Sale, Some(customer), country, lines)
    }

    fn anonymous_sale(&mut self) -> Invoice {
        let country = country::of_anonymous_sale(&mut self.rng);
        let lines = self.order(Buyer::Anonymous, country);
        self.invoice(Kind::Sale, None, country, lines)
    }

    fn order(&mut self, buyer: Buyer, country: &str) -> Vec<Line> {
        let mut lines = std::mem::take(&mut self.lines);
        let most_lines = (self.products.len() as u64 / 4).min(self.rows / 100).max(12) as u32;
        let mut shop = Shop {
            products: &mut self.products,
            bundles: &self.bundles,
            day: self.now.day,
            christmas: self.calendar.is_christmas(self.now.day),
            invoice: self.made + 1,
            most_lines,
        };
        shop.order(buyer, &mut self.rng, &mut lines);
        order::services(buyer, country, &mut self.rng, &mut lines);
        // Now and then something is given away with an order.
        if buyer != Buyer::Anonymous && self.rng.chance(19) {
            let number = self.product();
            let name = self.products.name(number, self.now.day, &mut self.rng);
            lines.push(Line { item: Item::Product { number, name }, quantity: 1, pennies: 0 });
        }
        lines
    }

    /// What befalls a sale once it is written: copies of lines, a second time stamp, returns. Counts its basket.
    fn after_sale(&mut self, invoice: &mut Invoice) {
        let room = self.rows - self.written - invoice.lines.len() as u64;
        let mut copied = invoice.lines.clone();
        let copies = order::copy_lines(&mut copied, &mut self.rng);
        if copies <= room {
            invoice.lines = copied;
            invoice.faults.identical_rows += copies;
        }
        // A copy a minute later would be none.
        if invoice.faults.identical_rows == 0 && invoice.lines.len() > 1 && self.rng.chance(26) {
            invoice.late_from = Some(self.rng.between(1, invoice.lines.len() as u32 - 1) as usize);
        }
        let Some(customer) = invoice.customer else {
            return;
        };
        if invoice.faults.giant_orders > 0 {
            let lines = invoice.lines.iter().map(|line| Line { quantity: -line.quantity, ..*line }).collect();
            let exact = invoice.lines.len();
            let due = self.minutes_later();
            return self.returns.add_minutes_later(Return { customer, country: invoice.country, lines, exact, due });
        }
        self.count_basket(invoice);
        let (minutes, weeks) = (self.rng.chance(200), self.rng.chance(930));
        if !minutes && !weeks {
            return;
        }
        let most = if minutes { 2 } else { 3 };
        let (lines, exact) = returns::take_back(&invoice.lines, most, &self.products, &mut self.rng);
        if lines.is_empty() {
            return;
        }
        let due = if minutes { self.minutes_later() } else { Moment::default() };
        let back = Return { customer, country: invoice.country, lines, exact, due };
        match minutes {
            true => self.returns.add_minutes_later(back),
            false => self.returns.add_weeks_later(back),
        }
    }

    fn minutes_later(&mut self) -> Moment {
        Moment { minute: self.now.minute + self.rng.between(2, 14), ..self.now }
    }

    fn count_basket(&mut self, invoice: &Invoice) {
        let kept = invoice.lines.iter().filter(|line| line.pennies > 0 && line.quantity > 0);
        let basket: Vec<u32> = kept.filter_map(Line::product).collect();
        if basket.is_empty() {
            return;
        }
        self.truth.baskets += 1;
        let rules = self.bundles.throws().iter().filter(|throw| throw.is_rule());
        for (throw, bundle) in rules.zip(&mut self.truth.bundles) {
            let antecedents = throw.given.iter().all(|product| basket.contains(product));
            let consequent = basket.contains(&throw.product);
            bundle.antecedent_baskets += u64::from(antecedents);
            bundle.consequent_baskets += u64::from(consequent);
            bundle.bundle_baskets += u64::from(antecedents && consequent);
        }
    }

    fn take_back(&mut self, back: Return) -> Invoice {
        let minutes_later = back.due != Moment::default();
        let mut at = self.now;
        // Due today, but the day's last order is written: it comes at its own minute all the same.
        if minutes_later && back.due.day == at.day {
            at.minute = at.minute.max(back.due.minute);
            self.now = at;
        }
        let mut invoice = self.invoice(Kind::Cancellation, Some(back.customer), back.country, back.lines);
        let room = (self.rows - self.written).min(back.exact as u64);
        invoice.faults.cancelled_with_original += room;
        invoice.faults.cancelled_minutes_later += u64::from(minutes_later);
        invoice
    }

    fn return_without_original(&mut self) -> Invoice {
        let known = if self.rng.chance(550) { None } else { self.customers.draw_known(&mut self.rng) };
        let country = known.map_or(HOME, |customer| self.customers.country(customer, &mut self.rng));
        let wanted = returns::lines_without_original(&mut self.rng);
        let lines = (0..wanted).map(|_| {
            let number = self.product();
            let name = self.products.name(number, self.now.day, &mut self.rng);
            let quantity = -returns::pieces_without_original(&mut self.rng);
            let pennies = self.products.get(number).price(1);
            Line { item: Item::Product { number, name }, quantity, pennies }
        });
        let lines = lines.collect();
        self.invoice(Kind::Cancellation, known, country, lines)
    }

    fn rare(&mut self, rare: &Rare) -> Invoice {
        let known = if rare.has_customer { self.customers.draw_known(&mut self.rng) } else { None };
        let country = known.map_or(HOME, |customer| self.customers.country(customer, &mut self.rng));
        let line = rare.line(self.made, &mut self.rng);
        self.invoice(rare.kind, known, country, vec![line])
    }

    /// Seventy thousand pieces and more in one line, taken back minutes later.
    fn giant(&mut self) -> Invoice {
        let customer = self.customers.draw(self.now.day, &mut self.rng);
        let country = self.customers.country(customer, &mut self.rng);
        let number = self.product();
        let name = self.products.name(number, self.now.day, &mut self.rng);
        let quantity = self.rng.between(70_000, 81_000);
        let pennies = self.products.get(number).price(quantity).min(208);
        let line = Line { item: Item::Product { number, name }, quantity: quantity as i32, pennies };
        let mut invoice = self.invoice(Kind::Sale, Some(customer), country, vec![line]);
        invoice.faults.giant_orders += 1;
        invoice
    }

    /// Any product but those of bundles.
    fn product(&mut self) -> u32 {
        let christmas = self.calendar.is_christmas(self.now.day);
        let drawn = self.products.draw(self.now.day, christmas, self.made + 1, &mut self.rng);
        drawn.unwrap_or_else(|| self.rng.below(self.products.first_of_bundles()))
    }

    fn invoice(&self, kind: Kind, customer: Option<u32>, country: &'static str, lines: Vec<Line>) -> Invoice {
        let faults = Faults::default();
        Invoice { kind, number: self.number + 1, customer, country, at: self.now, lines, late_from: None, faults }
    }
}

/// The rules as they are planted, nothing counted yet.
fn planted(bundles: &Bundles, products: &Products) -> Vec<truth::Bundle> {
    let code = |product: &u32| products.get(*product).code.clone();
    let rules = bundles.throws().iter().filter(|throw| throw.is_rule()).map(|throw| truth::Bundle {
        antecedents: throw.given.iter().map(code).collect(),
        consequent: code(&throw.product),
        confidence: throw.confidence(),
        support: throw.support(),
        lift: throw.lift(),
        antecedent_baskets: 0,
        consequent_baskets: 0,
        bundle_baskets: 0,
    });
    rules.collect()
}
