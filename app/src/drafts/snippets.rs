//! What the toolbar and the slash menu of the editor offer: Markdown, and the blocks of the dialect.

use ui::{IconName, Snippet, t};

/// Everything that can be put in. See `docs/DIALECT.md`.
pub(super) fn snippets() -> Vec<Snippet> {
    let t = t();
    vec![
        Snippet::inline(t.snippet_bold(), "**", "**").with_icon(IconName::Bold),
        Snippet::inline(t.snippet_link(), "[", "](../)").with_icon(IconName::Link),
        Snippet::block(t.snippet_heading(), "## ", "").with_icon(IconName::Heading),
        Snippet::block(t.snippet_list(), "- ", "").with_icon(IconName::List),
        Snippet::block(t.block_must(), "> [!MUST]\n> ", "").with_icon(IconName::CircleCheck),
        Snippet::block(t.block_may(), "> [!MAY]\n> ", "").with_icon(IconName::CircleDot),
        Snippet::block(t.block_never(), "> [!NEVER]\n> ", "").with_icon(IconName::Ban),
        Snippet::block(t.block_reply(), "> [!REPLY] ", t.snippet_reply())
            .with_icon(IconName::MessageSquareText),
        Snippet::block(t.block_transfer(), "> [!TRANSFER] ", t.snippet_transfer()),
        Snippet::block(t.block_flow(), "> [!FLOW] ", t.snippet_flow()).with_after(t.snippet_flow_ends()),
        Snippet::block(t.block_tone(), "> [!TONE]\n> ", t.snippet_tone()),
        Snippet::block(t.snippet_note(), "> [!NOTE]\n> ", ""),
        Snippet::block(t.snippet_tip(), "> [!TIP]\n> ", ""),
        Snippet::block(t.snippet_important(), "> [!IMPORTANT]\n> ", ""),
        Snippet::block(t.snippet_warning(), "> [!WARNING]\n> ", ""),
        Snippet::block(t.snippet_caution(), "> [!CAUTION]\n> ", ""),
        Snippet::block(t.snippet_table(), "", t.snippet_table_rows()),
        Snippet::block(t.snippet_image(), "![", "](images/)"),
    ]
}
