//! Proof: what is wrong with a pack, and how to check one by hand.

use domain::Locale;
use domain::event::ChainBreak;
use domain::proof::{Place, ProofFault};

use crate::macros::messages;

messages! {
    proof_fault_not_a_pack { fr: "Ce n’est pas une preuve de Palier.", en: "This is no proof of Palier." }
    proof_fault_cut_off(size: u64) { fr: "Le fichier s’arrête à {size} octets, avant sa fin : il est incomplet.", en: "The file stops at {size} bytes, before its end: it is incomplete." }
    proof_fault_trailing(at: u64, count: u64) { fr: "Quelque chose suit la fin, à partir de l’octet {at} ({count} en tout).", en: "Something stands behind the end, from byte {at} on ({count} in all)." }
    proof_fault_byte(at: u64, place: &str, expected: &str, found: &str) { fr: "Octet {at} ({place}) : {expected} attendu, {found} trouvé.", en: "Byte {at} ({place}): {expected} expected, {found} found." }
    proof_fault_layout(place: &str, expected: u64, found: u64) { fr: "Le fichier zip a été remanié ({place}) : {expected} attendu, {found} trouvé.", en: "The zip file was rearranged ({place}): {expected} expected, {found} found." }
    proof_place_header(file: &str) { fr: "en-tête de {file}", en: "header of {file}" }
    proof_place_directory(file: &str) { fr: "{file} dans le répertoire du zip", en: "{file} in the directory of the zip file" }
    proof_place_end { fr: "fin du zip", en: "end of the zip file" }
    proof_fault_checksum(file: &str, expected: &str, found: &str) { fr: "{file} est abîmé : somme de contrôle {expected} attendue, {found} trouvée.", en: "{file} is damaged: checksum {expected} expected, {found} found." }
    proof_fault_file_twice(file: &str) { fr: "{file} s’y trouve deux fois.", en: "{file} is in it twice." }
    proof_fault_file_missing(file: &str) { fr: "Il manque {file}.", en: "{file} is missing." }
    proof_fault_file_unknown(file: &str) { fr: "{file} n’a rien à y faire.", en: "{file} does not belong in it." }
    proof_fault_file_order(file: &str) { fr: "{file} n’est pas à sa place.", en: "{file} is not in its place." }
    proof_fault_file_changed(file: &str, expected: &str, found: &str) { fr: "{file} a été modifié : empreinte {expected} attendue, {found} trouvée.", en: "{file} was changed: hash {expected} expected, {found} found." }
    proof_fault_format(found: u64) { fr: "Cette preuve vient d’une autre version de Palier (format {found}). Vérifiez-la avec celle-là.", en: "This proof comes from another version of Palier (format {found}). Check it with that one." }
    proof_fault_unreadable(file: &str, line: u64, why: &str) { fr: "{file}, ligne {line} : illisible ({why}).", en: "{file}, line {line}: cannot be read ({why})." }
    proof_fault_spelling(file: &str, line: u64) { fr: "{file}, ligne {line} : n’est pas écrit comme Palier l’écrit.", en: "{file}, line {line}: is not written as Palier writes it." }
    proof_fault_value(place: &str, field: &str, expected: &str, found: &str) { fr: "{place} : pour « {field} », {expected} attendu, {found} trouvé.", en: "{place}: for `{field}`, {expected} expected, {found} found." }
    proof_place_line(file: &str, line: u64) { fr: "{file}, ligne {line}", en: "{file}, line {line}" }
    proof_fault_hole(line: u64, expected: i64, found: i64) { fr: "chain.jsonl, ligne {line} : l’événement {expected} manque, {found} est à sa place.", en: "chain.jsonl, line {line}: event {expected} is missing, {found} stands in its place." }
    proof_fault_unlinked(line: u64, seq: i64) { fr: "chain.jsonl, ligne {line} : l’événement {seq} ne suit pas le précédent.", en: "chain.jsonl, line {line}: event {seq} does not follow the one before it." }
    proof_fault_event_changed(line: u64, seq: i64) { fr: "chain.jsonl, ligne {line} : l’événement {seq} a été modifié après coup.", en: "chain.jsonl, line {line}: event {seq} was changed after it was recorded." }
    proof_fault_not_sent { fr: "chain.jsonl ne commence pas par l’envoi de cette diffusion.", en: "chain.jsonl does not begin with the sending of this broadcast." }
    proof_fault_not_sealed { fr: "chain.jsonl ne se termine pas par l’événement qui scelle cette preuve.", en: "chain.jsonl does not end with the event that seals this proof." }
    proof_fault_shown_later(line: u64, seq: i64) { fr: "chain.jsonl, ligne {line} : l’événement {seq} est montré alors qu’il est postérieur à ce que dit la preuve.", en: "chain.jsonl, line {line}: event {seq} is shown although it is later than what the proof tells." }
    proof_fault_sealed_otherwise(file: &str, seq: i64, expected: &str, found: &str) { fr: "{file} n’est pas celui que l’événement {seq} a scellé : empreinte {expected} attendue, {found} trouvée.", en: "{file} is not the one that event {seq} sealed: hash {expected} expected, {found} found." }
    proof_fault_not_under_seal(file: &str, seq: i64) { fr: "{file} n’est pas de ceux que l’événement {seq} a scellés.", en: "{file} is none of those that event {seq} sealed." }
    proof_fault_no_such_event(line: u64, seq: i64) { fr: "acknowledgements.jsonl, ligne {line} : la chaîne n’a pas d’accusé de lecture au numéro {seq}.", en: "acknowledgements.jsonl, line {line}: the chain has no acknowledgement at number {seq}." }
    proof_fault_not_acknowledged(agent: &str, seq: i64) { fr: "acknowledgements.jsonl : il manque l’accusé de lecture de {agent}, que l’événement {seq} atteste.", en: "acknowledgements.jsonl: the acknowledgement of {agent}, which event {seq} has, is missing." }
    proof_fault_not_acknowledged_state(agent: &str) { fr: "acknowledgements.jsonl : il manque l’accusé de lecture de {agent}, alors que recipients.jsonl donne sa lecture pour confirmée.", en: "acknowledgements.jsonl: the acknowledgement of {agent}, whom recipients.jsonl has as acknowledged, is missing." }
    proof_fault_twice(file: &str, line: u64, agent: &str) { fr: "{file}, ligne {line} : {agent} y est déjà.", en: "{file}, line {line}: {agent} is there already." }
    proof_fault_not_a_recipient(line: u64, agent: &str) { fr: "acknowledgements.jsonl, ligne {line} : la diffusion ne s’adressait pas à {agent}.", en: "acknowledgements.jsonl, line {line}: the broadcast did not reach {agent}." }
    proof_fault_too_early(line: u64, agent: &str) { fr: "acknowledgements.jsonl, ligne {line} : {agent} aurait confirmé sa lecture avant l’envoi.", en: "acknowledgements.jsonl, line {line}: {agent} would have acknowledged before it was sent." }
    proof_fault_head_unknown(head: &str, last: i64) { fr: "La chaîne, qui va jusqu’à l’événement {last}, n’a pas l’empreinte {head} : ce n’est pas le même journal, ou cette empreinte est plus récente que la preuve.", en: "The chain, which goes as far as event {last}, does not have the hash {head}: it is not the same log, or that hash is later than the proof." }
    proof_fault_beside(file: &str, expected: &str, found: &str) { fr: "Le fichier entier n’a pas l’empreinte notée dans {file} : {expected} attendue, {found} trouvée.", en: "The whole file does not have the hash noted in {file}: {expected} expected, {found} found." }
    problem_old_chain { fr: "Le journal de cette diffusion a été écrit par une version de Palier dont les événements ne se montrent pas un par un. Exportez le journal d’audit à la place.", en: "The log of this broadcast was written by a version of Palier whose events cannot be shown one by one. Export the audit log instead." }
}

impl crate::Messages {
    /// What lies in a pack: what it proves, and how to check it by hand.
    pub const fn proof_readme(self) -> &'static str {
        match self.locale() {
            Locale::Fr => include_str!("proof_readme.fr.txt"),
            Locale::En => include_str!("proof_readme.en.txt"),
        }
    }

    /// What is wrong with a pack, and where.
    pub fn proof_fault(self, fault: &ProofFault) -> String {
        use ProofFault as F;
        match fault {
            F::NotAPack => self.proof_fault_not_a_pack().to_owned(),
            F::CutOff { size } => self.proof_fault_cut_off(*size),
            F::Trailing { at, count } => self.proof_fault_trailing(*at, *count),
            F::Byte { at, place, expected, found } => {
                self.proof_fault_byte(*at, &self.proof_place(place), &hex(*expected), &hex(*found))
            }
            F::Layout { place, expected, found } => {
                self.proof_fault_layout(&self.proof_place(place), *expected, *found)
            }
            F::Checksum { file, expected, found } => {
                self.proof_fault_checksum(file, &format!("{expected:08x}"), &format!("{found:08x}"))
            }
            F::FileTwice { file } => self.proof_fault_file_twice(file),
            F::FileMissing { file } => self.proof_fault_file_missing(file),
            F::FileUnknown { file } => self.proof_fault_file_unknown(file),
            F::FileOrder { file } => self.proof_fault_file_order(file),
            F::FileChanged { file, expected, found } => {
                self.proof_fault_file_changed(file, &expected.to_string(), &found.to_string())
            }
            F::Format { found } => self.proof_fault_format(*found),
            F::Unreadable { file, line, why } => self.proof_fault_unreadable(file, *line, why),
            F::Spelling { file, line } => self.proof_fault_spelling(file, *line),
            F::Value { file, line, field, expected, found } => {
                let place = line.map_or_else(|| file.clone(), |line| self.proof_place_line(file, line));
                self.proof_fault_value(&place, field, expected, found)
            }
            F::Chain { line, broken } => self.proof_break(*line, broken),
            F::NotSent => self.proof_fault_not_sent().to_owned(),
            F::NotSealed => self.proof_fault_not_sealed().to_owned(),
            F::ShownLater { line, seq } => self.proof_fault_shown_later(*line, *seq),
            F::SealedOtherwise { file, seq, expected: Some(expected), found } => {
                self.proof_fault_sealed_otherwise(file, *seq, &expected.to_string(), &found.to_string())
            }
            F::SealedOtherwise { file, seq, expected: None, found: _ } => {
                self.proof_fault_not_under_seal(file, *seq)
            }
            F::NoSuchEvent { line, seq } => self.proof_fault_no_such_event(*line, *seq),
            F::NotAcknowledged { agent, seq: Some(seq) } => {
                self.proof_fault_not_acknowledged(&agent.to_string(), *seq)
            }
            F::NotAcknowledged { agent, seq: None } => {
                self.proof_fault_not_acknowledged_state(&agent.to_string())
            }
            F::Twice { file, line, agent } => self.proof_fault_twice(file, *line, &agent.to_string()),
            F::NotARecipient { line, agent } => self.proof_fault_not_a_recipient(*line, &agent.to_string()),
            F::TooEarly { line, agent } => self.proof_fault_too_early(*line, &agent.to_string()),
            F::HeadUnknown { head, last } => self.proof_fault_head_unknown(&head.to_string(), *last),
            F::Beside { file, expected, found } => {
                self.proof_fault_beside(file, expected, &found.to_string())
            }
        }
    }

    fn proof_place(self, place: &Place) -> String {
        match place {
            Place::Header(file) => self.proof_place_header(file),
            Place::Directory(file) => self.proof_place_directory(file),
            Place::End => self.proof_place_end().to_owned(),
        }
    }

    fn proof_break(self, line: u64, broken: &ChainBreak) -> String {
        match broken {
            ChainBreak::Hole { expected, found } => self.proof_fault_hole(line, *expected, *found),
            ChainBreak::Unlinked { seq } => self.proof_fault_unlinked(line, *seq),
            ChainBreak::Changed { seq } => self.proof_fault_event_changed(line, *seq),
        }
    }
}

/// A byte as two hexadecimal digits.
fn hex(byte: u8) -> String {
    format!("{byte:02x}")
}
