//! Knowledge: spaces, articles, blocks.

use crate::macros::messages;

messages! {
    block_must { fr: "À faire", en: "You must" }
    block_may { fr: "Possible", en: "You may" }
    block_never { fr: "Jamais", en: "Never" }
    block_reply { fr: "Réponse prête", en: "Canned reply" }
    block_tone { fr: "Le ton", en: "Tone of voice" }
}
