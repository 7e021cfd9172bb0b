// The short codes people know by heart, sorted by code; internal to Emoji.cpp.
#pragma once

#include <QStringView>

#include <string_view>

namespace confab::client {

struct EmojiRow {
    std::string_view shortcode; // ASCII
    QStringView text;
    bool isPreferred = false; // the code to show for this emoji; exactly one per emoji
};

// clang-format off
inline constexpr EmojiRow emojiTable[] = {
    {"+1", u"👍", true}, {"-1", u"👎", true}, {"100", u"💯", true}, {"airplane", u"✈️", true}, {"alarm_clock", u"⏰", true},
    {"alien", u"👽", true}, {"angry", u"😠", true}, {"apple", u"🍎", true}, {"arrow_down", u"⬇️", true}, {"arrow_left", u"⬅️", true},
    {"arrow_right", u"➡️", true}, {"arrow_up", u"⬆️", true}, {"art", u"🎨", true}, {"astonished", u"😲", true},
    {"avocado", u"🥑", true}, {"baby", u"👶", true}, {"back", u"🔙", true}, {"backpack", u"🎒", true}, {"balloon", u"🎈", true},
    {"banana", u"🍌", true}, {"bangbang", u"‼️", true}, {"bar_chart", u"📊", true}, {"basketball", u"🏀", true},
    {"battery", u"🔋", true}, {"bear", u"🐻", true}, {"bed", u"🛏️", true}, {"bee", u"🐝", true}, {"beer", u"🍺", true},
    {"beers", u"🍻", true}, {"bell", u"🔔", true}, {"bike", u"🚲", true}, {"birthday", u"🎂", true}, {"black_heart", u"🖤", true},
    {"blue_circle", u"🔵", true}, {"blue_heart", u"💙", true}, {"blush", u"😊", true}, {"book", u"📖", true},
    {"bookmark", u"🔖", true}, {"books", u"📚", true}, {"boom", u"💥", true}, {"bow", u"🙇", true}, {"brain", u"🧠", true},
    {"bread", u"🍞", true}, {"broken_heart", u"💔", true}, {"bug", u"🐛", true}, {"bulb", u"💡", true}, {"bus", u"🚌", true},
    {"butterfly", u"🦋", true}, {"cactus", u"🌵", true}, {"cake", u"🍰", true}, {"calendar", u"📅", true}, {"call_me", u"🤙", true},
    {"camera", u"📷", true}, {"candle", u"🕯️", true}, {"candy", u"🍬", true}, {"car", u"🚗", true}, {"cat", u"🐱", true},
    {"champagne", u"🍾", true}, {"chart", u"📈", true}, {"chart_down", u"📉", true}, {"check", u"✔️", true},
    {"checkered_flag", u"🏁", true}, {"cheese", u"🧀", true}, {"cherries", u"🍒", true}, {"chicken", u"🐔", true},
    {"chocolate", u"🍫", true}, {"christmas_tree", u"🎄", true}, {"clap", u"👏", true}, {"clinking", u"🥂", true},
    {"clipboard", u"📋", true}, {"cloud", u"☁️", true}, {"clown", u"🤡", true}, {"coffee", u"☕", true}, {"cold", u"🥶", true},
    {"cold_sweat", u"😰", true}, {"computer", u"💻", true}, {"confetti", u"🎊", true}, {"confused", u"😕", true},
    {"construction", u"🚧", true}, {"cookie", u"🍪", true}, {"cool", u"😎", false}, {"copyright", u"©️", true},
    {"cowboy", u"🤠", true}, {"crab", u"🦀", true}, {"credit_card", u"💳", true}, {"crescent_moon", u"🌙", true},
    {"crossed_fingers", u"🤞", true}, {"crown", u"👑", true}, {"cry", u"😢", true}, {"cursing", u"🤬", true}, {"dancer", u"💃", true},
    {"dart", u"🎯", true}, {"dash", u"💨", true}, {"dice", u"🎲", true}, {"disappointed", u"😞", true}, {"dizzy_face", u"😵", true},
    {"dog", u"🐶", true}, {"dolphin", u"🐬", true}, {"door", u"🚪", true}, {"dress", u"👗", true}, {"drooling", u"🤤", true},
    {"droplet", u"💧", true}, {"earth", u"🌍", true}, {"email", u"📧", true}, {"envelope", u"✉️", true}, {"exclamation", u"❗", true},
    {"exploding_head", u"🤯", true}, {"expressionless", u"😑", true}, {"eye", u"👁️", true}, {"eyes", u"👀", true},
    {"facepalm", u"🤦", true}, {"facepalming", u"🤦", false}, {"family", u"👪", true}, {"fearful", u"😨", true}, {"fire", u"🔥", true},
    {"first_place", u"🥇", true}, {"fish", u"🐟", true}, {"fist", u"✊", true}, {"flushed", u"😳", true}, {"folder", u"📁", true},
    {"four_leaf_clover", u"🍀", true}, {"fox", u"🦊", true}, {"fries", u"🍟", true}, {"frog", u"🐸", true}, {"frowning", u"🙁", true},
    {"gear", u"⚙️", true}, {"gem", u"💎", true}, {"ghost", u"👻", true}, {"gift", u"🎁", true}, {"glasses", u"👓", true},
    {"green_circle", u"🟢", true}, {"green_heart", u"💚", true}, {"grimacing", u"😬", true}, {"grin", u"😁", true},
    {"grinning", u"😀", true}, {"guitar", u"🎸", true}, {"hamburger", u"🍔", true}, {"hammer", u"🔨", true},
    {"hand_over_mouth", u"🤭", true}, {"handshake", u"🤝", true}, {"happy", u"😄", false}, {"headphones", u"🎧", true},
    {"hear_no_evil", u"🙉", true}, {"heart", u"❤️", true}, {"heart_eyes", u"😍", true}, {"heavy_minus", u"➖", true},
    {"heavy_plus", u"➕", true}, {"hot", u"🥵", true}, {"hot_pepper", u"🌶️", true}, {"hourglass", u"⌛", true},
    {"house", u"🏠", true}, {"hug", u"🤗", false}, {"hugs", u"🤗", true}, {"hushed", u"😯", true}, {"inbox", u"📥", true},
    {"info", u"ℹ️", true}, {"innocent", u"😇", true}, {"interrobang", u"⁉️", true}, {"jack_o_lantern", u"🎃", true},
    {"jeans", u"👖", true}, {"joy", u"😂", true}, {"key", u"🔑", true}, {"keyboard", u"⌨️", true}, {"kissing", u"😗", true},
    {"kissing_heart", u"😘", true}, {"laughing", u"😆", true}, {"leaves", u"🍃", true}, {"lemon", u"🍋", true},
    {"lenny", u"( ͡° ͜ʖ ͡°)", true}, {"link", u"🔗", true}, {"lock", u"🔒", true}, {"loudspeaker", u"📢", true},
    {"love", u"❤️", false}, {"lying", u"🤥", true}, {"mag", u"🔍", true}, {"mailbox", u"📫", true}, {"man_dancing", u"🕺", true},
    {"mask", u"😷", true}, {"medal", u"🏅", true}, {"mega", u"📣", true}, {"melting", u"🫠", true}, {"memo", u"📝", true},
    {"metal", u"🤘", true}, {"microscope", u"🔬", true}, {"money_mouth", u"🤑", true}, {"moneybag", u"💰", true},
    {"monkey", u"🐒", true}, {"mountain", u"⛰️", true}, {"mouse", u"🐭", true}, {"movie", u"🎬", true}, {"muscle", u"💪", true},
    {"mushroom", u"🍄", true}, {"musical_note", u"🎵", true}, {"mute", u"🔇", true}, {"nauseated", u"🤢", true},
    {"necktie", u"👔", true}, {"nerd", u"🤓", true}, {"neutral_face", u"😐", true}, {"new", u"🆕", true}, {"newspaper", u"📰", true},
    {"no_bell", u"🔕", true}, {"no_entry", u"⛔", true}, {"no_good", u"🙅", true}, {"no_mouth", u"😶", true}, {"ocean", u"🌊", true},
    {"octopus", u"🐙", true}, {"office", u"🏢", true}, {"ok", u"🆗", true}, {"ok_hand", u"👌", true}, {"ok_person", u"🙆", true},
    {"open_hands", u"👐", true}, {"open_mouth", u"😮", true}, {"orange_heart", u"🧡", true}, {"outbox", u"📤", true},
    {"owl", u"🦉", true}, {"package", u"📦", true}, {"panda", u"🐼", true}, {"paperclip", u"📎", true}, {"party", u"🎉", false},
    {"partying", u"🥳", true}, {"pencil", u"✏️", true}, {"penguin", u"🐧", true}, {"pensive", u"😔", true},
    {"person_shrugging", u"🤷", true}, {"phone", u"📱", true}, {"pill", u"💊", true}, {"pinched", u"🤌", true},
    {"pirate_flag", u"🏴‍☠️", true}, {"pizza", u"🍕", true}, {"pleading", u"🥺", true}, {"point_down", u"👇", true},
    {"point_left", u"👈", true}, {"point_right", u"👉", true}, {"point_up", u"☝️", true}, {"poop", u"💩", true},
    {"popcorn", u"🍿", true}, {"pray", u"🙏", true}, {"punch", u"👊", true}, {"purple_heart", u"💜", true}, {"pushpin", u"📌", true},
    {"question", u"❓", true}, {"rage", u"😡", true}, {"rain", u"🌧️", true}, {"rainbow", u"🌈", true},
    {"rainbow_flag", u"🏳️‍🌈", true}, {"raised_eyebrow", u"🤨", true}, {"raised_hand", u"✋", true}, {"raised_hands", u"🙌", true},
    {"raising_hand", u"🙋", true}, {"recycle", u"♻️", true}, {"red_circle", u"🔴", true}, {"relieved", u"😌", true},
    {"ring", u"💍", true}, {"robot", u"🤖", true}, {"rocket", u"🚀", true}, {"rofl", u"🤣", true}, {"roll_eyes", u"🙄", true},
    {"rose", u"🌹", true}, {"rotating_light", u"🚨", true}, {"runner", u"🏃", true}, {"sad", u"😢", false}, {"salute", u"🫡", true},
    {"scissors", u"✂️", true}, {"scream", u"😱", true}, {"see_no_evil", u"🙈", true}, {"ship", u"🚢", true}, {"shirt", u"👕", true},
    {"shopping_cart", u"🛒", true}, {"shrug", u"¯\\_(ツ)_/¯", true}, {"shushing", u"🤫", true}, {"sick", u"🤒", true},
    {"skull", u"💀", true}, {"sleeping", u"😴", true}, {"sleepy", u"😪", true}, {"slight_smile", u"🙂", true}, {"smile", u"😄", true},
    {"smiley", u"😃", true}, {"smiling_imp", u"😈", true}, {"smirk", u"😏", true}, {"snail", u"🐌", true}, {"snake", u"🐍", true},
    {"sneezing", u"🤧", true}, {"snowflake", u"❄️", true}, {"snowman", u"⛄", true}, {"sob", u"😭", true}, {"soccer", u"⚽", true},
    {"soon", u"🔜", true}, {"sos", u"🆘", true}, {"sparkles", u"✨", true}, {"sparkling_heart", u"💖", true},
    {"speak_no_evil", u"🙊", true}, {"speaker", u"🔊", true}, {"speech_balloon", u"💬", true}, {"star", u"⭐", true},
    {"star2", u"🌟", true}, {"star_struck", u"🤩", true}, {"strawberry", u"🍓", true}, {"stuck_out_tongue", u"😛", true},
    {"stuck_out_tongue_winking_eye", u"😜", true}, {"sunflower", u"🌻", true}, {"sunglasses", u"😎", true}, {"sunny", u"☀️", true},
    {"sushi", u"🍣", true}, {"sweat", u"😓", true}, {"sweat_drops", u"💦", true}, {"sweat_smile", u"😅", true},
    {"tableflip", u"(╯°□°)╯︵ ┻━┻", true}, {"taco", u"🌮", true}, {"tada", u"🎉", true}, {"tea", u"🍵", true},
    {"telephone", u"☎️", true}, {"telescope", u"🔭", true}, {"think", u"🤔", false}, {"thinking", u"🤔", true},
    {"thought_balloon", u"💭", true}, {"thumbs_down", u"👎", false}, {"thumbs_up", u"👍", false}, {"thumbsdown", u"👎", false},
    {"thumbsup", u"👍", false}, {"tired", u"😫", true}, {"tophat", u"🎩", true}, {"train", u"🚆", true}, {"tree", u"🌳", true},
    {"triangular_flag", u"🚩", true}, {"triumph", u"😤", true}, {"trophy", u"🏆", true}, {"turtle", u"🐢", true},
    {"two_hearts", u"💕", true}, {"ufo", u"🛸", true}, {"umbrella", u"☔", true}, {"unamused", u"😒", true},
    {"unflip", u"┬─┬ ノ( ゜-゜ノ)", true}, {"unicorn", u"🦄", true}, {"unlock", u"🔓", true}, {"upside_down", u"🙃", true},
    {"v", u"✌️", true}, {"video_game", u"🎮", true}, {"vomiting", u"🤮", true}, {"vulcan", u"🖖", true}, {"warning", u"⚠️", true},
    {"watch", u"⌚", true}, {"watermelon", u"🍉", true}, {"wave", u"👋", true}, {"weary", u"😩", true}, {"whale", u"🐳", true},
    {"white_check_mark", u"✅", true}, {"white_heart", u"🤍", true}, {"wine", u"🍷", true}, {"wink", u"😉", true},
    {"worried", u"😟", true}, {"wrench", u"🔧", true}, {"writing_hand", u"✍️", true}, {"x", u"❌", true}, {"yawning", u"🥱", true},
    {"yellow_circle", u"🟡", true}, {"yellow_heart", u"💛", true}, {"yum", u"😋", true}, {"zany", u"🤪", true}, {"zap", u"⚡", true},
    {"zipper_mouth", u"🤐", true}, {"zzz", u"💤", true},
};
// clang-format on

} // namespace confab::client
