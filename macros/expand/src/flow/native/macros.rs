//! Mentions inside macros: what these evaluate, and whether they may.
use quote::ToTokens;
use syn::Expr;

use crate::{
    emit::build,
    flow::{Matching, Use, build::Builder, graph::Event},
    lower::place::is_place,
    names,
    resolve::macros::{self, Kind, Opened, assertions},
};

impl Builder {
    pub(in crate::flow) fn macro_mentions(&mut self, mac: &syn::Macro) {
        let outer = std::mem::replace(&mut self.in_macro, true);
        match macros::kind(mac, &[]) {
            Kind::Unknown => {
                self.perhaps(true, |this| this.mentions_in(mac));
                self.may_jump();
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

    /// A macro out of sight may hide a `break` or `continue` of a native loop around it. That of another loop, rustc refuses in the machine.
    fn may_jump(&mut self) {
        let native = |landing: &usize| {
            self.landings[*landing].head.is_some_and(|head| !matches!(self.graph.events[head], Event::Boundary(_)))
        };
        let Some(landing) = self.landing(None).filter(native).filter(|_| self.reached) else { return };
        self.branches((0..3).map(|way| {
            move |this: &mut Self| {
                if way > 0 {
                    this.jump(way == 1, landing);
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
