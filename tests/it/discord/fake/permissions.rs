//! Who may what, from roles and overwrites.

use super::bits;
use super::state::{Channel, Guild, Id, State};

impl State {
    /// What a person or the bot may in a channel. Nothing for those who are not there.
    pub fn may(&self, user: Id, channel: Id) -> u64 {
        let Some(place) = self.channels.get(&channel) else { return 0 };
        if place.kind == bits::DM {
            let theirs = user == self.bot || place.with.contains(&user);
            return if theirs { bits::USUAL } else { 0 };
        }
        let Some(guild) = place.guild.and_then(|id| self.guilds.get(&id)) else { return 0 };
        // A thread has what its channel has.
        let rules = place.parent.and_then(|parent| self.channels.get(&parent)).unwrap_or(place);
        let mut may = in_channel(guild, rules, user);
        let hidden = place.kind == bits::PRIVATE_THREAD && !place.with.contains(&user);
        if hidden && may & bits::MANAGE_THREADS == 0 {
            may = 0;
        }
        may
    }

    /// Whether somebody sees that channel.
    pub fn sees_channel(&self, user: Id, channel: Id) -> bool {
        self.may(user, channel) & bits::VIEW_CHANNEL != 0
    }

    /// Everybody who sees that channel.
    pub fn readers_of(&self, channel: Id) -> Vec<Id> {
        self.users.keys().copied().filter(|user| self.sees_channel(*user, channel)).collect()
    }
}

/// What a member may in the whole server, before overwrites.
pub fn in_guild(guild: &Guild, user: Id) -> u64 {
    let Some(member) = guild.members.get(&user) else { return 0 };
    let everyone = guild.roles[&guild.id].permissions;
    let own = member.roles.iter().filter_map(|role| guild.roles.get(role));
    let may = own.fold(everyone, |may, role| may | role.permissions);
    if guild.owner == user || may & bits::ADMINISTRATOR != 0 { bits::ALL } else { may }
}

fn in_channel(guild: &Guild, channel: &Channel, user: Id) -> u64 {
    let mut may = in_guild(guild, user);
    if may == bits::ALL || may == 0 {
        return may;
    }
    let mut change = |deny: u64, allow: u64| may = may & !deny | allow;
    if let Some(everyone) = channel.overwrites.get(&guild.id) {
        change(everyone.deny, everyone.allow);
    }
    // All roles' refusals, then all roles' permissions.
    let roles = &guild.members[&user].roles;
    let of_roles = || roles.iter().filter_map(|role| channel.overwrites.get(role));
    change(of_roles().fold(0, |deny, one| deny | one.deny), of_roles().fold(0, |allow, one| allow | one.allow));
    if let Some(own) = channel.overwrites.get(&user) {
        change(own.deny, own.allow);
    }
    if may & bits::VIEW_CHANNEL == 0 {
        return 0;
    }
    if may & bits::SEND_MESSAGES == 0 {
        may &= !(bits::EMBED_LINKS | bits::ATTACH_FILES | bits::MENTION_EVERYONE);
    }
    may
}
