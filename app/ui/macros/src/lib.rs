//! The macro that pages and components are written with.
//!
//! Invariant: what is written inside is exactly what Leptos's `view!` takes. Only what the compiler makes of it
//! differs: every view has one type, and every plain attribute one of two. In the browser each type of view or
//! attribute costs a copy of the code that builds, takes over, changes and removes it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement, NodeName};
use rstml::{Infallible, Parser, ParserConfig};
use syn::{Block, Expr, parse_quote};

/// Leptos's `view!`, with a result that is always an `AnyView`.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    rewritten(tokens.into()).into()
}

fn rewritten(tokens: TokenStream) -> TokenStream {
    let parser = Parser::new(ParserConfig::default().recover_block(true));
    let (nodes, errors) = parser.parse_recoverable(tokens.clone()).split_vec();
    if !errors.is_empty() {
        // Leptos says it better.
        return quote!(::leptos::prelude::view! { #tokens });
    }
    let nodes = nodes.into_iter().map(rewrite);
    quote!(::ui::erased(::leptos::prelude::view! { #(#nodes)* }))
}

fn rewrite(node: Node<Infallible>) -> Node<Infallible> {
    let Node::Element(mut element) = node else { return rewrite_fragment(node) };
    if is_of_html(element.name()) && !is_constant(&element) {
        let attributes = std::mem::take(&mut element.open_tag.attributes);
        let has_own_class = attributes.iter().any(|attribute| key_of(attribute).starts_with("class:"));
        element.open_tag.attributes =
            attributes.into_iter().map(|attribute| plain(attribute, has_own_class)).collect();
    }
    element.children = element.children.into_iter().map(rewrite).collect();
    Node::Element(element)
}

fn rewrite_fragment(node: Node<Infallible>) -> Node<Infallible> {
    let Node::Fragment(mut fragment) = node else { return node };
    fragment.children = fragment.children.into_iter().map(rewrite).collect();
    Node::Fragment(fragment)
}

/// Components begin with a capital letter.
fn is_of_html(name: &NodeName) -> bool {
    name.to_string().starts_with(|letter: char| letter.is_ascii_lowercase())
}

/// Whether nothing in it can ever differ: Leptos keeps it as one piece of text.
fn is_constant(element: &NodeElement<Infallible>) -> bool {
    let is_literal = |attribute: &NodeAttribute| match attribute {
        NodeAttribute::Attribute(attribute) => {
            !is_special(&attribute.key.to_string()) && matches!(attribute.value(), None | Some(Expr::Lit(_)))
        }
        NodeAttribute::Block(_) => false,
    };
    element.attributes().iter().all(is_literal)
        && element.children.iter().all(|child| match child {
            Node::Element(child) => is_of_html(child.name()) && is_constant(child),
            Node::Text(_) => true,
            _ => false,
        })
}

/// Attributes that are more than a name and a value.
fn is_special(key: &str) -> bool {
    key == "node_ref" || key == "inner_html" || key == "style" || key.contains(':')
}

fn key_of(attribute: &NodeAttribute) -> String {
    match attribute {
        NodeAttribute::Attribute(attribute) => attribute.key.to_string(),
        NodeAttribute::Block(_) => String::new(),
    }
}

/// The attribute as one of the two types, unless it is special. `class` stays where single classes are switched
/// on the same element, because the two are written together.
fn plain(attribute: NodeAttribute, has_own_class: bool) -> NodeAttribute {
    match attribute {
        NodeAttribute::Attribute(attribute) => {
            let key = attribute.key.to_string();
            if is_special(&key) || (key == "class" && has_own_class) {
                return NodeAttribute::Attribute(attribute);
            }
            spread(&key, &attribute)
        }
        block => block,
    }
}

fn spread(key: &str, attribute: &KeyedAttribute) -> NodeAttribute {
    let value = attribute.value().map_or_else(|| quote!(true), ToTokens::to_token_stream);
    let block: Block = parse_quote!({ ..::ui::attribute(#key, #value) });
    NodeAttribute::Block(NodeBlock::ValidBlock(block))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(view: TokenStream, expected: TokenStream) {
        let expected = quote!(::ui::erased(::leptos::prelude::view! { #expected }));
        assert_eq!(rewritten(view).to_string(), expected.to_string());
    }

    #[test]
    fn attributes_of_elements_become_plain() {
        check(
            quote!(<p id=name hidden>{text}</p>),
            quote!(<p { ..::ui::attribute("id", name) } { ..::ui::attribute("hidden", true) }>{text}</p>),
        );
    }

    #[test]
    fn components_and_what_is_more_than_a_value_stay() {
        let view = quote!(<Page title=t><input node_ref=input on:click=move |_| act() prop:value=x /></Page>);
        check(view.clone(), view);
    }

    #[test]
    fn what_never_differs_stays() {
        let view = quote!(<p class="note">"Plain"</p>);
        check(view.clone(), view);
    }

    #[test]
    fn a_class_stays_beside_one_that_is_switched() {
        check(
            quote!(<p class="a" class:b=on id=x></p>),
            quote!(<p class="a" class:b=on { ..::ui::attribute("id", x) }></p>),
        );
    }
}
