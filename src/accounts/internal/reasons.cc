#include "accounts/internal/reasons.h"

#include <array>

#include "domain/wording.h"

namespace formulary::accounts {
namespace {

constexpr std::array<RefusalWords<Refusal>, 27> kWords{{
    {Refusal::not_admin, "not_admin", "only an administrator does this",
     "это делает только администратор", "мұны тек әкімші орындайды"},
    {Refusal::not_yours, "not_yours", "only the account's owner or an administrator does this",
     "это делает только владелец учётной записи или администратор",
     "мұны тек тіркелгінің иесі немесе әкімші орындайды"},
    {Refusal::no_account, "no_account", "there is no account {1}", "учётной записи {1} нет",
     "{1} тіркелгісі жоқ"},
    {Refusal::id_taken, "id_taken", "there is an account {1} already",
     "учётная запись {1} уже есть", "{1} тіркелгісі бұрыннан бар"},
    {Refusal::bad_id, "bad_id",
     "an account's id has 1 to 64 of the characters a-z 0-9 . _ - @ and begins with a letter or "
     "a digit",
     "имя учётной записи состоит из 1–64 знаков a-z 0-9 . _ - @ и начинается с буквы или цифры",
     "тіркелгі аты a-z 0-9 . _ - @ таңбаларының 1–64-інен тұрады және әріптен немесе цифрдан "
     "басталады"},
    {Refusal::bad_name, "bad_name",
     "a shown name is not empty, has at most 200 bytes and no control characters",
     "отображаемое имя не пусто, занимает не более 200 байт и не содержит управляющих знаков",
     "көрсетілетін ат бос емес, 200 байттан аспайды және басқару таңбаларынсыз болады"},
    {Refusal::office_or_firm, "office_or_firm",
     "a company's account names a firm and no office, others name no firm, managers and officials "
     "name an office; each in at most 200 bytes",
     "у учётной записи компании указано предприятие и не указано ведомство, у остальных не указано "
     "предприятие, у менеджеров и должностных лиц указано ведомство; не более 200 байт каждое",
     "компания тіркелгісінде кәсіпорын көрсетіледі, мекеме көрсетілмейді; өзгелерінде кәсіпорын "
     "көрсетілмейді; менеджерлер мен лауазымды тұлғаларда мекеме көрсетіледі; әрқайсысы 200 "
     "байттан аспайды"},
    {Refusal::no_way_in, "no_way_in", "an account needs a password or an OpenID Connect identity",
     "учётной записи нужен пароль или учётные данные OpenID Connect",
     "тіркелгіге құпиясөз немесе OpenID Connect деректері керек"},
    {Refusal::identity_taken, "identity_taken", "another account has this OpenID Connect identity",
     "эти данные OpenID Connect принадлежат другой учётной записи",
     "бұл OpenID Connect деректері басқа тіркелгіге тиесілі"},
    {Refusal::bad_identity, "bad_identity",
     "an OpenID Connect identity names its issuer and a subject of 1 to 255 characters",
     "данные OpenID Connect называют провайдера и субъект из 1–255 знаков",
     "OpenID Connect деректерінде провайдер мен 1–255 таңбалы субъект аталады"},
    {Refusal::own_role, "own_role", "nobody changes their own role",
     "свою роль никто не меняет сам", "өз рөлін ешкім өзі өзгертпейді"},
    {Refusal::last_admin, "last_admin", "one active administrator must remain",
     "должен остаться хотя бы один действующий администратор",
     "кемінде бір белсенді әкімші қалуы керек"},
    {Refusal::own_password, "own_password", "your own password is changed with the current one",
     "собственный пароль меняют, указав текущий",
     "өз құпиясөзіңіз ағымдағысын көрсетіп өзгертіледі"},
    {Refusal::password_short, "password_short", "a password has at least 12 characters",
     "в пароле не менее 12 знаков", "құпиясөзде кемінде 12 таңба болады"},
    {Refusal::password_long, "password_long", "a password has at most 1,000 bytes",
     "пароль занимает не более 1000 байт", "құпиясөз 1000 байттан аспайды"},
    {Refusal::password_is_id, "password_is_id", "a password is not the account's id",
     "пароль не совпадает с именем учётной записи", "құпиясөз тіркелгі атымен бірдей болмайды"},
    {Refusal::password_common, "password_common",
     "this password is among the first that are tried; choose another",
     "такие пароли подбирают первыми; выберите другой",
     "мұндай құпиясөздерді бірінші болып теріп көреді; басқасын таңдаңыз"},
    {Refusal::password_same, "password_same", "the new password is the current one",
     "новый пароль совпадает с текущим", "жаңа құпиясөз ағымдағысымен бірдей"},
    {Refusal::wrong_sign_in, "wrong_sign_in", "the name or the password is wrong",
     "неверное имя или пароль", "аты немесе құпиясөзі қате"},
    {Refusal::locked, "locked", "there were too many attempts; try again at {1}",
     "слишком много попыток; попробуйте снова в {1}",
     "тым көп әрекет жасалды; {1} кезінде қайталап көріңіз"},
    {Refusal::sign_in_not_begun, "sign_in_not_begun",
     "this sign-in was not begun in this browser, was used already or took too long; begin again",
     "этот вход начат не в этом браузере, уже использован или длился слишком долго; начните снова",
     "бұл кіру осы браузерде басталмаған, бұрын пайдаланылған немесе тым ұзаққа созылған; қайта "
     "бастаңыз"},
    {Refusal::too_many_pending, "too_many_pending",
     "too many sign-ins are under way; try again in some minutes",
     "сейчас слишком много незавершённых входов; попробуйте через несколько минут",
     "қазір аяқталмаған кірулер тым көп; бірнеше минуттан кейін қайталап көріңіз"},
    {Refusal::no_account_here, "no_account_here",
     "no active account belongs to this identity; ask an administrator",
     "этим данным не соответствует действующая учётная запись; обратитесь к администратору",
     "бұл деректерге сай белсенді тіркелгі жоқ; әкімшіге жүгініңіз"},
    {Refusal::bad_scopes, "bad_scopes",
     "a token has a name and at least one scope, and none that its maker does not hold",
     "у токена есть название и хотя бы одна область действия, причём только из тех, что есть у "
     "создающего",
     "токеннің атауы және кемінде бір қолданыс аясы болады, олар жасаушыда бар аялардан аспайды"},
    {Refusal::scopes_of_others, "scopes_of_others",
     "a token made for another account neither manages, decides nor administers",
     "токен, созданный для чужой учётной записи, не управляет, не решает и не администрирует",
     "басқа тіркелгі үшін жасалған токен басқармайды, шешім қабылдамайды және әкімшілік етпейді"},
    {Refusal::bad_expiry, "bad_expiry", "a token expires after now and within {1} days",
     "срок действия токена заканчивается в будущем, не позднее чем через {1} дн.",
     "токеннің мерзімі болашақта, {1} күннен кешіктірмей аяқталады"},
    {Refusal::no_token, "no_token", "there is no such token in force",
     "такого действующего токена нет", "мұндай қолданыстағы токен жоқ"},
}};

void put(std::string& sentence, const std::string& value) {
  const std::size_t at = sentence.find("{1}");
  if (at != std::string::npos) sentence.replace(at, 3, value);
}

}  // namespace

Reason because(Refusal refusal, const std::string& value) {
  Reason reason = worded(kWords, refusal);
  put(reason.text.en, value);
  put(reason.text.ru, value);
  put(reason.text.kk, value);
  return reason;
}

tl::unexpected<Reasons> refuse(Refusal refusal, const std::string& value) {
  return otherwise(Reasons{because(refusal, value)});
}

}  // namespace formulary::accounts
