//! Three models as one, object by object and property by property.

use std::collections::{BTreeMap, BTreeSet};

use super::piece::{Piece, cut};
use super::{Accept, Side, Texts, UNREADABLE, Verdict, conflict, order, queries, verdict};
use crate::diag::{Diagnostic, Place};
use crate::name::{dax_name, tmdl_name};
use crate::tmdl::parse;

/// The files of the merged model. Where a file on disk cannot be read, all of them stay as they are.
pub fn merge([base, ours, theirs]: [&Texts; 3], accept: &Accept, faults: &mut Vec<Diagnostic>) -> Texts {
    let Some(on_disk) = read(ours, faults) else { return ours.clone() };
    // What pbiforge itself has generated can be read.
    let [Some(base), Some(theirs)] = [base, theirs].map(|texts| read(texts, &mut Vec::new())) else {
        return ours.clone();
    };
    let styles = on_disk.iter().map(|file| file.style.clone()).collect();
    let mut merger = Merger { accept, faults, paths: ours.keys().map(String::as_str).collect(), styles };
    merger.files(&base, on_disk, &theirs)
}

/// The files of a model as they are generated now, with the lineage tags that their objects have on disk.
pub fn with_tags(ours: &Texts, theirs: &Texts) -> Texts {
    let [Some(ours), Some(theirs)] = [ours, theirs].map(|texts| read(texts, &mut Vec::new())) else {
        return theirs.clone();
    };
    let known: Vec<&Piece> = ours.iter().flat_map(|file| &file.pieces).collect();
    let mut tagged = Texts::new();
    for mut file in theirs {
        for piece in &mut file.pieces {
            if let Some(known) = known.iter().find(|known| known.key == piece.key) {
                take_tags(known, piece);
            }
        }
        tagged.insert(file.path.clone(), file.text().into_bytes());
    }
    tagged
}

fn take_tags(from: &Piece, to: &mut Piece) {
    for part in &mut to.parts {
        let Some(known) = from.part(&part.key) else { continue };
        match is_tag(part) {
            true if known.value != part.value => part.head = known.head.clone(),
            true => {}
            false => take_tags(known, part),
        }
    }
}

/// Every object of a model's files; `None` where one cannot be read.
pub fn model(texts: &Texts) -> Option<Piece> {
    read(texts, &mut Vec::new()).map(|files| all(&files))
}

struct File {
    path: String,
    pieces: Vec<Piece>,
    tail: String,
    style: Style,
}

/// How somebody has written a file.
#[derive(Clone, Default)]
struct Style {
    /// What a level is indented by, where it is no tab.
    unit: Option<String>,
    has_carriage_returns: bool,
    /// The last line has no end.
    is_open: bool,
}

fn read(texts: &Texts, faults: &mut Vec<Diagnostic>) -> Option<Vec<File>> {
    let mut files = Vec::new();
    let known = faults.len();
    for (at, (path, bytes)) in texts.iter().enumerate() {
        let document = std::str::from_utf8(bytes).ok().map(parse);
        let document =
            document.filter(|document| document.errors.iter().all(|fault| !fault.diagnostic(path).is_error()));
        let Some(document) = document else {
            let fault = Diagnostic::new(&UNREADABLE, format!("`{path}` cannot be read as TMDL any more"));
            faults.push(fault.at(Place::file(path), "").help("`pbiforge check` says what is wrong with it"));
            continue;
        };
        let style = Style::of(document.text());
        let text = if style.is_open { format!("{}\n", document.text()) } else { document.text().to_owned() };
        let pieces = cut(&parse(&text), at);
        files.push(File { path: path.clone(), pieces: pieces.pieces, tail: pieces.tail, style });
    }
    (faults.len() == known).then_some(files)
}

impl Style {
    fn of(text: &str) -> Self {
        let indented = text.lines().find(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
        let unit =
            indented.map(|line| &line[..line.len() - line.trim_start().len()]).filter(|unit| !unit.contains('\t'));
        Self {
            unit: unit.map(str::to_owned),
            has_carriage_returns: text.contains("\r\n"),
            is_open: !text.is_empty() && !text.ends_with('\n'),
        }
    }

    /// Lines of a generated file, which has tabs and line feeds, as this file is written.
    fn lines(&self, lines: &str) -> String {
        let indented = |line: &str| match &self.unit {
            Some(unit) => {
                let tabs = line.len() - line.trim_start_matches('\t').len();
                format!("{}{}", unit.repeat(tabs), &line[tabs..])
            }
            None => line.to_owned(),
        };
        let text: String = lines.split_inclusive('\n').map(indented).collect();
        if self.has_carriage_returns { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
    }

    fn put_on(&self, piece: &mut Piece) {
        for lines in [&mut piece.lead, &mut piece.described, &mut piece.head] {
            *lines = self.lines(lines);
        }
        piece.parts.iter_mut().for_each(|part| self.put_on(part));
    }
}

impl File {
    fn text(&self) -> String {
        let mut text = String::new();
        self.pieces.iter().for_each(|piece| piece.text(&mut text));
        text.push_str(&self.tail);
        if self.style.is_open {
            let end = if text.ends_with("\r\n") { 2 } else { usize::from(text.ends_with('\n')) };
            text.truncate(text.len() - end);
        }
        text
    }
}

struct Merger<'a> {
    accept: &'a Accept,
    faults: &'a mut Vec<Diagnostic>,
    /// Of the files on disk.
    paths: Vec<&'a str>,
    styles: Vec<Style>,
}

impl Merger<'_> {
    /// The objects at the left edge, wherever each stands.
    fn files(&mut self, base: &[File], mut ours: Vec<File>, theirs: &[File]) -> Texts {
        let [base, on_disk, generated] = [base, &ours, theirs].map(all);
        let known: BTreeSet<String> = on_disk.parts.iter().map(|piece| piece.key.clone()).collect();
        let mut merged: BTreeMap<String, Piece> = BTreeMap::new();
        let mut added: Vec<Vec<Piece>> = theirs.iter().map(|_| Vec::new()).collect();
        for piece in self.parts("", None, &base, on_disk.parts, &generated) {
            match known.contains(&piece.key) {
                true => drop(merged.insert(piece.key.clone(), piece)),
                false => added[piece.file].push(piece),
            }
        }
        for (at, file) in ours.iter_mut().enumerate() {
            file.pieces
                .retain_mut(|piece| merged.get(&piece.key).is_some_and(|merged| piece.become_part_of(merged, at)));
        }
        for (file, pieces) in theirs.iter().zip(added).filter(|(_, pieces)| !pieces.is_empty()) {
            let at = ours.iter().position(|own| own.path == file.path).unwrap_or_else(|| {
                let (path, style) = (file.path.clone(), file.style.clone());
                ours.push(File { path, pieces: Vec::new(), tail: file.tail.clone(), style });
                ours.len() - 1
            });
            let keys: Vec<&str> = file.pieces.iter().map(|piece| piece.key.as_str()).collect();
            pieces.into_iter().for_each(|piece| ours[at].put(piece, &keys));
        }
        let left = ours.into_iter().filter(|file| !file.pieces.is_empty());
        left.map(|file| (file.path.clone(), file.text().into_bytes())).collect()
    }

    /// The parts of an object: those on disk with what the others have changed, without what they have taken away,
    /// and with what they have added.
    fn parts(
        &mut self,
        object: &str,
        file: Option<usize>,
        base: &Piece,
        ours: Vec<Piece>,
        theirs: &Piece,
    ) -> Vec<Piece> {
        let keys = |pieces: &[Piece]| pieces.iter().map(|piece| piece.key.clone()).collect::<Vec<_>>();
        let lists = [keys(&base.parts), keys(&ours), keys(&theirs.parts)];
        let mut kept: BTreeMap<String, Piece> = BTreeMap::new();
        for mut piece in ours {
            let (before, now) = (base.part(&piece.key), theirs.part(&piece.key));
            let stays = match (before, now) {
                (_, Some(now)) => {
                    self.both(object, before, &mut piece, now);
                    true
                }
                (None, None) => true,
                (Some(before), None) => {
                    let part = named(object, &piece);
                    !alike(before, &piece) && self.decide(&part, [Some(before), Some(&piece), None]) == Side::Ours
                }
            };
            if stays {
                kept.insert(piece.key.clone(), piece);
            }
        }
        let known: BTreeSet<&String> = lists[1].iter().collect();
        for piece in theirs.parts.iter().filter(|piece| !known.contains(&piece.key)) {
            let comes = base.part(&piece.key).is_none_or(|before| {
                let part = named(object, piece);
                !alike(before, piece) && self.decide(&part, [Some(before), None, Some(piece)]) == Side::Theirs
            });
            if comes {
                let mut piece = piece.clone();
                if let Some(file) = file {
                    self.styles[file].put_on(&mut piece);
                    piece.move_to(file);
                }
                kept.insert(piece.key.clone(), piece);
            }
        }
        self.in_order(object, file, &lists, kept)
    }

    /// Properties before objects, as TMDL has it; of these, the levels of a hierarchy stand in the order of drilling.
    fn in_order(
        &mut self,
        object: &str,
        file: Option<usize>,
        lists: &[Vec<String>; 3],
        mut kept: BTreeMap<String, Piece>,
    ) -> Vec<Piece> {
        let is_level = |piece: &Piece| piece.kind.eq_ignore_ascii_case("level");
        let order = |sort: &dyn Fn(&Piece) -> bool, is_meant: bool| {
            let own = kept.iter().filter(|(_, piece)| sort(piece)).map(|(key, _)| key.as_str()).collect();
            let [base, ours, theirs] = lists.each_ref().map(|list| list.iter().map(String::as_str).collect::<Vec<_>>());
            let (order, is_conflict) = order::merged([&base, &ours, &theirs], &own, is_meant);
            (order.into_iter().map(str::to_owned).collect::<Vec<_>>(), is_conflict)
        };
        let properties = order(&|piece| piece.is_property, false).0;
        let objects = order(&|piece| !piece.is_property, false).0;
        let (levels, is_conflict) = order(&is_level, true);
        let is_level = |key: &String| levels.contains(key);
        let mut next = levels.iter();
        let objects: Vec<String> =
            objects.iter().map(|key| if is_level(key) { next.next().unwrap_or(key) } else { key }.clone()).collect();
        if is_conflict && self.accept.side(object).is_none() {
            let file = file.and_then(|file| self.paths.get(file)).copied().unwrap_or_default();
            self.faults.push(conflict::order(object, Place::file(file)));
        }
        properties.into_iter().chain(objects).filter_map(|key| kept.remove(&key)).collect()
    }

    /// An object or property that is on disk and generated now.
    fn both(&mut self, object: &str, base: Option<&Piece>, ours: &mut Piece, theirs: &Piece) {
        let own = named(object, ours);
        let part = if ours.is_property { ours.kind.clone() } else { String::new() };
        self.value(&own, &part, base, ours, theirs);
        if ours.is_property {
            return;
        }
        let described =
            [base.and_then(|base| base.description.clone()), ours.description.clone(), theirs.description.clone()];
        if self.take(&own, "description", &described, ours) == Side::Theirs {
            ours.described = self.restyled(ours.file, &theirs.described);
            ours.description = theirs.description.clone();
        }
        let names = [base.map(|base| base.name.clone()), Some(ours.name.clone()), Some(theirs.name.clone())];
        if self.take(&own, "name", &names, ours) == Side::Theirs {
            ours.head = ours.head.replacen(&tmdl_name(&ours.name), &tmdl_name(&theirs.name), 1);
        }
        let none = Piece::root(Vec::new());
        let parts = std::mem::take(&mut ours.parts);
        ours.parts = self.parts(&own, Some(ours.file), base.unwrap_or(&none), parts, theirs);
    }

    fn value(&mut self, object: &str, part: &str, base: Option<&Piece>, ours: &mut Piece, theirs: &Piece) {
        let values = [base.and_then(|base| base.value.clone()), ours.value.clone(), theirs.value.clone()];
        if is_tag(ours) {
            return;
        }
        if queries::is_list(&ours.kind, &ours.name)
            && let [_, Some(on_disk), Some(generated)] = &values
            && let Some(list) = queries::merge(values[0].as_deref(), on_disk, generated)
        {
            if list != *generated {
                ours.head = ours.head.replacen(on_disk.as_str(), &list, 1);
            } else if on_disk != generated {
                ours.head = self.restyled(ours.file, &theirs.head);
            }
            return;
        }
        if self.take(object, part, &values, ours) == Side::Theirs {
            let head = self.restyled(ours.file, &theirs.head);
            ours.head = match ours.name == theirs.name || ours.is_property {
                true => head,
                false => head.replacen(&tmdl_name(&theirs.name), &tmdl_name(&ours.name), 1),
            };
            ours.value = theirs.value.clone();
        }
    }

    /// Which side a value comes from; a conflict that nobody has decided is told, and the value on disk stands.
    fn take(&mut self, object: &str, part: &str, values: &[Option<String>; 3], ours: &Piece) -> Side {
        let [base, on_disk, generated] = values.each_ref().map(Option::as_deref);
        match verdict([base, on_disk, generated]) {
            Verdict::Ours => Side::Ours,
            Verdict::Theirs => Side::Theirs,
            Verdict::Both if is_desktops(ours) => Side::Ours,
            Verdict::Both => self.accept.side(object).unwrap_or_else(|| {
                let place = self.place(ours);
                let values = conflict::Values { base, ours: on_disk, theirs: generated };
                self.faults.push(conflict::value(object, part, &values, place));
                Side::Ours
            }),
        }
    }

    /// The same for a whole object that one side has removed and the other changed.
    fn decide(&mut self, object: &str, pieces: [Option<&Piece>; 3]) -> Side {
        if let Some(side) = self.accept.side(object) {
            return side;
        }
        let shown = pieces.map(|piece| {
            piece.map(|piece| {
                let mut text = String::new();
                Piece { lead: String::new(), ..piece.clone() }.text(&mut text);
                text
            })
        });
        let [base, ours, theirs] = shown.each_ref().map(Option::as_deref);
        let place = match pieces[1] {
            Some(piece) => self.place(piece),
            None => Place::file(self.paths.first().copied().unwrap_or_default()),
        };
        let values = conflict::Values { base, ours, theirs };
        self.faults.push(conflict::value(object, "", &values, place));
        Side::Ours
    }

    /// Lines of a generated file as this file on disk is written.
    fn restyled(&self, file: usize, lines: &str) -> String {
        self.styles.get(file).map_or_else(|| lines.to_owned(), |style| style.lines(lines))
    }

    fn place(&self, piece: &Piece) -> Place {
        let file = self.paths.get(piece.file).copied().unwrap_or_default();
        let width = piece.kind.len();
        Place::bytes(file, piece.at..piece.at + width)
    }
}

impl File {
    /// Adds a generated object behind the one that precedes it in the generated file.
    fn put(&mut self, mut piece: Piece, order: &[&str]) {
        self.style.put_on(&mut piece);
        let before = order.iter().position(|key| *key == piece.key).unwrap_or_default();
        let known = |key: &&&str| self.pieces.iter().position(|own| own.key == ***key);
        let at = order[..before].iter().rev().find_map(|key| known(&key)).map_or(0, |at| at + 1);
        let newline = if self.style.has_carriage_returns { "\r\n" } else { "\n" };
        let is_ref = |piece: &Piece| piece.kind.starts_with("ref ");
        match at {
            0 => {
                // A byte order mark stays at the head.
                if let Some(next) = self.pieces.first_mut() {
                    piece.lead = std::mem::replace(&mut next.lead, newline.to_owned());
                }
            }
            _ if piece.lead.is_empty() && !(is_ref(&piece) && is_ref(&self.pieces[at - 1])) => {
                piece.lead = newline.to_owned()
            }
            _ => {}
        }
        self.pieces.insert(at, piece);
    }
}

/// Every object at the left edge; one that is declared in several files is one, and its parts know their files.
fn all(files: &[File]) -> Piece {
    let mut root = Piece::root(Vec::new());
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for piece in files.iter().flat_map(|file| &file.pieces) {
        match known.get(piece.key.as_str()) {
            Some(at) => {
                let whole: &mut Piece = &mut root.parts[*at];
                whole.parts.extend(piece.parts.iter().cloned());
                whole.description = whole.description.take().or(piece.description.clone());
                whole.value = whole.value.take().or(piece.value.clone());
            }
            None => {
                known.insert(&piece.key, root.parts.len());
                root.parts.push(piece.clone());
            }
        }
    }
    root
}

impl Piece {
    /// Takes of the merged object what stands in this file; says whether anything is left of it here.
    fn become_part_of(&mut self, merged: &Piece, file: usize) -> bool {
        if merged.file == file {
            *self = merged.clone();
        }
        let had_parts = !self.parts.is_empty();
        self.parts = merged.parts.iter().filter(|part| part.file == file).cloned().collect();
        merged.file == file || !had_parts || !self.parts.is_empty()
    }

    fn move_to(&mut self, file: usize) {
        self.file = file;
        self.parts.iter_mut().for_each(|part| part.move_to(file));
    }

    /// What holds the objects at the left edge.
    fn root(parts: Vec<Piece>) -> Piece {
        Piece {
            key: String::new(),
            kind: String::new(),
            name: String::new(),
            is_property: false,
            value: None,
            description: None,
            file: 0,
            at: 0,
            lead: String::new(),
            described: String::new(),
            head: String::new(),
            parts,
        }
    }
}

/// How an object is called where it stands: `Sales[Revenue]`, `Sales`, `role 'Regional Manager'`.
pub fn named(object: &str, piece: &Piece) -> String {
    let kind = piece.kind.to_lowercase();
    match (object.is_empty(), kind.as_str()) {
        _ if piece.is_property => object.to_owned(),
        (true, "table") => piece.name.clone(),
        (true, _) => format!("{} {}", piece.kind, tmdl_name(&piece.name)),
        (false, "measure" | "column") => format!("{object}{}", dax_name(&piece.name)),
        (false, _) if piece.name.is_empty() => format!("{object}/{}", piece.kind),
        (false, _) => format!("{object}/{} {}", piece.kind, tmdl_name(&piece.name)),
    }
}

fn is_tag(piece: &Piece) -> bool {
    piece.is_property && piece.kind.eq_ignore_ascii_case("lineageTag")
}

/// What Desktop adds of itself to whatever it saves.
fn is_desktops(piece: &Piece) -> bool {
    is_tag(piece)
        || piece.is_property && piece.kind.eq_ignore_ascii_case("sourceLineageTag")
        || piece.kind.eq_ignore_ascii_case("changedProperty")
        || piece.kind.eq_ignore_ascii_case("annotation") && piece.name.starts_with("PBI_")
}

/// Whether two objects say the same, but for what Desktop adds and for the order of what has none.
fn alike(one: &Piece, other: &Piece) -> bool {
    let own = |piece: &'_ Piece| piece.parts.iter().filter(|part| !is_desktops(part)).count();
    let levels = |piece: &Piece| {
        let levels = piece.parts.iter().filter(|part| part.kind.eq_ignore_ascii_case("level"));
        levels.map(|level| level.key.clone()).collect::<Vec<_>>()
    };
    one.value == other.value
        && one.description == other.description
        && one.name == other.name
        && own(one) == own(other)
        && levels(one) == levels(other)
        && one
            .parts
            .iter()
            .filter(|part| !is_desktops(part))
            .all(|part| other.part(&part.key).is_some_and(|same| alike(part, same)))
}
