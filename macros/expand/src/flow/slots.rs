//! Which locals need slots, and of what kind.
use std::collections::BTreeSet;

use super::{Access, Facts, Keeper, Mention, SegKind, scalars};
use crate::names::LocalId;

impl Facts {
    /// Whether the local is a number, so that it holds no borrow; if not `surely`, by the operators that it stands beside.
    pub fn is_number(&self, local: LocalId, surely: bool) -> bool {
        // What rustc is not asked about, as the machine does not suspend in its scope, is a number by a name only.
        let sure = !surely || self.assumed.get(&local) != Some(&false);
        let made = sure && self.scalars.get(&local).is_some_and(|width| *width != scalars::Width::Reference);
        made || (!surely && self.numbers.contains(&local))
    }

    /// The sets of parts of the local, or of a keeper's, that may be gone, in the order of their numbers.
    pub fn gone(&self, local: LocalId) -> BTreeSet<u32> {
        let sites = self.partings.iter().filter_map(|((id, _), gone)| Some((id, self.mentions.get(id)?, gone)));
        let sites = sites.filter(|(id, mention, _)| self.host(**id, mention.local) == local);
        let sets = sites.flat_map(|(_, mention, gone)| {
            let is_back = mention.access == Access::PutBack;
            gone.before.iter().map(move |before| if is_back { before & !gone.bits } else { before | gone.bits })
        });
        sets.filter(|set| *set != 0).collect()
    }

    /// Whether parts of the local are moved out of its slot.
    pub fn is_parted(&self, local: LocalId) -> bool {
        let parts = |mention: &Mention| matches!(mention.access, Access::Part | Access::Apart) && mention.leaves.is_none();
        self.mentions.iter().any(|(id, mention)| parts(mention) && self.host(*id, mention.local) == local)
    }

    /// The locals that need a slot: alive at some boundary, or used by the call of a keeper, or a keeper.
    pub fn slots(&self) -> BTreeSet<LocalId> {
        let stored = self.segs.iter().flat_map(|seg| seg.stored.iter().copied());
        let used = |keeper: &Keeper| keeper.lent.iter().chain(&keeper.later).copied().chain([keeper.local]).collect::<Vec<_>>();
        stored.chain(self.keepers.values().flat_map(used)).collect()
    }

    /// The locals that need a slot in the state: alive at a suspension point or when the machine is made, or watched, as these share a
    /// place with their keepers.
    pub fn saved(&self) -> BTreeSet<LocalId> {
        let kept = self.segs.iter().filter(|seg| matches!(seg.kind, SegKind::Suspend | SegKind::Start));
        let watched = self.keepers.values().filter(|keeper| self.watched.contains(&keeper.local));
        let pairs = watched.flat_map(|keeper| [keeper.of, keeper.local]);
        kept.flat_map(|seg| seg.stored.iter().copied()).chain(pairs).collect()
    }
}
