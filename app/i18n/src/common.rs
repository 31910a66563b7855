//! Words used everywhere: the product, buttons, states of lists.

use crate::macros::messages;

messages! {
    product { fr: "Palier", en: "Palier" }
    save { fr: "Enregistrer", en: "Save" }
    cancel { fr: "Annuler", en: "Cancel" }
    close { fr: "Fermer", en: "Close" }
    rows[n] { fr: "{n} ligne" | "{n} lignes", en: "{n} row" | "{n} rows" }
}
