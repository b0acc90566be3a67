#include "treasury/internal/refusals.h"

#include <array>

#include "domain/wording.h"

namespace formulary::treasury {
namespace {

constexpr std::array<RefusalWords<Refusal>, 14> kWords{{
    {Refusal::name_unfit, "name_unfit",
     "the name of an account's holder has 1 to 140 characters and no line breaks",
     "в имени владельца счёта от 1 до 140 знаков, без переносов строки",
     "шот иесінің атауы 1-ден 140 таңбаға дейін, жол ауыстырусыз болады"},
    {Refusal::iban_wrong, "iban_wrong",
     "this is no IBAN, or one of its characters is mistyped (the check digits do not agree)",
     "это не IBAN, или в нём опечатка (контрольные цифры не сходятся)",
     "бұл IBAN емес немесе онда қате бар (бақылау цифрлары сәйкес емес)"},
    {Refusal::bic_wrong, "bic_wrong", "this is no BIC: it has 8 or 11 characters",
     "это не БИК: в нём 8 или 11 знаков", "бұл БСК емес: онда 8 немесе 11 таңба болады"},
    {Refusal::unreadable, "unreadable", "the row cannot be read", "строку нельзя прочесть",
     "жолды оқу мүмкін емес"},
    {Refusal::unknown_payment, "unknown_payment", "no payment with this id was ordered",
     "платёж с таким номером не поручали", "мұндай нөмірлі төлем тапсырылмаған"},
    {Refusal::duplicate_row, "duplicate_row",
     "the file speaks of this payment more than once; none of its rows was taken",
     "файл говорит об этом платеже больше одного раза; ни одна строка не принята",
     "файлда бұл төлем туралы бірнеше рет айтылған; бірде-бір жол қабылданбады"},
    {Refusal::not_sent, "not_sent", "the payment was not sent to the treasury",
     "платёж не отправляли в казначейство", "төлем қазынашылыққа жіберілмеген"},
    {Refusal::wrong_batch, "wrong_batch", "the payment went out in another message",
     "платёж отправлен в другом сообщении", "төлем басқа хабарламамен жіберілген"},
    {Refusal::amount_differs, "amount_differs", "the amount is not the one that was ordered",
     "сумма не равна порученной", "сома тапсырылған сомаға тең емес"},
    {Refusal::currency_differs, "currency_differs", "the currency is not the one that was ordered",
     "валюта не та, что в поручении", "валюта тапсырмадағыдан басқа"},
    {Refusal::day_missing, "day_missing", "the day of execution is missing",
     "не указан день исполнения", "орындалған күні көрсетілмеген"},
    {Refusal::day_impossible, "day_impossible",
     "the day is before the payment was ordered, or in the future",
     "день раньше поручения или ещё не наступил", "күн тапсырмадан бұрын немесе әлі келген жоқ"},
    {Refusal::already_executed, "already_executed",
     "the payment was executed already, and the file now says something else",
     "платёж уже исполнен, а файл говорит иное",
     "төлем бұрын орындалған, ал файл басқа нәрсе айтады"},
    {Refusal::already_failed, "already_failed",
     "the payment failed already, and the file now says something else",
     "платёж уже не прошёл, а файл говорит иное",
     "төлем бұрын өтпеген, ал файл басқа нәрсе айтады"},
}};

}  // namespace

Reason refusal(Refusal refusal, const std::string& detail) {
  return worded_about(kWords, refusal, detail);
}

}  // namespace formulary::treasury
