//! Mentions inside macros: what these evaluate, and whether they may.
use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Expr;

use crate::{
    emit::build,
    flow::{Matching, Use, build::Builder, graph::Event},
    lower::place::is_place,
    names::{self, LocalId},
    resolve::macros::{self, Kind, Opened, assertions},
};

impl Builder {
    pub(in crate::flow) fn macro_mentions(&mut self, mac: &syn::Macro) {
        let outer = std::mem::replace(&mut self.in_macro, true);
        match macros::kind(mac, &[]) {
            Kind::Unknown => {
                self.any_times(&mac.tokens, |this| this.perhaps(true, |this| this.mentions_in(mac)));
                self.may_jump(&mac.tokens);
            }
            Kind::Fields => self.perhaps(true, |this| this.mentions_in(mac)),
            _ => self.mentions_in(mac),
        }
        self.in_macro = outer;
    }

    /// What an unknown macro may evaluate or not, as one that logs does below its level.
    fn perhaps(&mut self, unknown: bool, inside: impl FnOnce(&mut Self)) {
        let skip = if unknown { self.here() } else { Vec::new() };
        inside(self);
        if unknown {
            let mut ends = self.here();
            ends.extend(skip);
            self.meet(&ends);
        }
    }

    /// It may evaluate its arguments again, and in any order. That matters where one is filled: what another moves may be there again.
    fn any_times(&mut self, tokens: &TokenStream, inside: impl FnOnce(&mut Self)) {
        if !self.reached || !refills(tokens.clone()) {
            return inside(self);
        }
        let (head, seg) = (self.event(Event::None), self.seg);
        inside(self);
        for (end, _) in self.here() {
            self.graph.next[end].push(head);
        }
        self.meet(&[(head, seg)]);
    }

    /// A macro out of sight may hide a `break` or `continue` of a native loop around it, also by the label that it is given. That of another
    /// loop, rustc refuses in the machine.
    fn may_jump(&mut self, tokens: &TokenStream) {
        if !self.reached {
            return;
        }
        let labels = lifetimes(tokens.clone());
        let innermost = self.landing(None);
        let mut ways = Vec::new();
        for (at, landing) in self.landings.iter().enumerate() {
            let native = !landing.head.is_some_and(|head| matches!(self.graph.events[head], Event::Boundary(_)));
            let meant = Some(at) == innermost || landing.label.as_ref().is_some_and(|label| labels.contains(label));
            if native && meant {
                ways.extend([(at, true), (at, false)].into_iter().take(1 + usize::from(landing.is_loop)));
            }
        }
        if ways.is_empty() {
            return;
        }
        let ways = ways.into_iter().map(Some).chain([None]);
        self.branches(ways.map(|way| {
            move |this: &mut Self| {
                if let Some((landing, is_break)) = way {
                    this.jump(is_break, landing);
                }
            }
        }));
    }

    fn mentions_in(&mut self, mac: &syn::Macro) {
        let kind = macros::kind(mac, &[]);
        let role = match kind {
            Kind::Format(_) | Kind::Fields => Use::Place,
            Kind::Value | Kind::Assert | Kind::Awaits => Use::Value,
            _ => Use::Unknown,
        };
        match macros::open(mac, kind) {
            Opened::Exprs(args) if matches!(kind, Kind::Assert | Kind::Format(2)) => {
                let args: Vec<&Expr> = args.iter().map(|arg| &arg.expr).collect();
                self.assertion(mac, &args, kind, role);
            }
            Opened::Exprs(args) => {
                // The text is made at once; `format_args!` borrows.
                let passing = kind == Kind::Format(0) && mac.path.segments.last().is_none_or(|last| last.ident != "format_args");
                let unknown = kind == Kind::Unknown;
                args.iter().for_each(|arg| self.perhaps(unknown, |this| this.passing(&arg.expr, role, passing)));
            }
            Opened::Matches(expr, pat) => {
                self.scrutinee(&expr);
                self.note_matched(&[&pat, &build::wild_pat()], &expr, Matching::Arms);
                if let syn::Pat::Guard(guard) = &*pat {
                    self.inner += 1;
                    self.bind(&pat);
                    self.inner -= 1;
                    self.expr(&guard.guard, Use::Value);
                }
            }
            Opened::Stmts(stmts) => self.scoped(|this| {
                for stmt in &stmts {
                    this.perhaps(!matches!(stmt, syn::Stmt::Local(_)), |this| this.native_stmt(stmt));
                }
            }),
            Opened::Select(arms) => self.select(&arms),
            Opened::Fields(fields) => {
                fields.iter().for_each(|field| self.perhaps(true, |this| this.expr(&field.value, Use::Place)));
            }
            Opened::Tokens if kind == Kind::Verbatim => {}
            Opened::Tokens => self.token_mentions(mac.tokens.clone()),
        }
        let ends = ["panic", "unreachable", "todo", "unimplemented"];
        if kind == Kind::Format(0) && mac.path.segments.last().is_some_and(|last| ends.iter().any(|name| last.ident == name)) {
            self.stop();
        }
    }

    /// `assert!(cond, message)`: nothing follows the message, and a `debug_assert!` may do nothing at all.
    fn assertion(&mut self, mac: &syn::Macro, args: &[&Expr], kind: Kind, role: Use) {
        let skip = if assertions::is_debug(mac) { self.here() } else { Vec::new() };
        let (judged, message) = args.split_at(assertions::evaluated(kind, args.len()));
        judged.iter().for_each(|arg| self.passing(arg, role, role == Use::Place));
        let mut ends = self.here();
        for arg in message {
            self.expr(arg, Use::Place);
            if self.inner == 0 && !is_place(arg) {
                let mentions = names::idents(arg.to_token_stream()).into_iter().filter_map(|ident| names::decode(&ident)?.1);
                self.facts.messages.extend(mentions);
            }
        }
        self.stop();
        ends.extend(skip);
        self.meet(&ends);
    }
}

/// The names of the lifetimes or labels among the tokens.
fn lifetimes(tokens: TokenStream) -> Vec<Ident> {
    let mut quote = false;
    let mut found = Vec::new();
    for token in tokens {
        let after = std::mem::replace(&mut quote, matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '\''));
        match token {
            TokenTree::Group(group) => found.extend(lifetimes(group.stream())),
            TokenTree::Ident(name) if after => found.push(name),
            _ => {}
        }
    }
    found
}

/// Whether a local, or a part of it, is filled (`x.a = ..`) and mentioned elsewhere as well.
fn refills(tokens: TokenStream) -> bool {
    let mut all = Vec::new();
    let mut filled = Vec::new();
    mentions(tokens, &mut all, &mut filled);
    filled.iter().any(|local| all.iter().filter(|each| *each == local).count() > 1)
}

/// Each mention of a local, and those that an `=` follows.
fn mentions(tokens: TokenStream, all: &mut Vec<LocalId>, filled: &mut Vec<LocalId>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => mentions(group.stream(), all, filled),
            TokenTree::Ident(ident) => {
                let Some((local, Some(_))) = names::decode(ident) else { continue };
                all.push(local);
                filled.extend(is_filled(&tokens[at + 1..]).then_some(local));
            }
            _ => {}
        }
    }
}

/// Input: `.a.b = value`
fn is_filled(mut after: &[TokenTree]) -> bool {
    while let [TokenTree::Punct(dot), TokenTree::Ident(_) | TokenTree::Literal(_), rest @ ..] = after
        && dot.as_char() == '.'
    {
        after = rest;
    }
    matches!(after, [TokenTree::Punct(mark), ..] if mark.as_char() == '=' && mark.spacing() == Spacing::Alone)
}
