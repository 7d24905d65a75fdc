// An app hands the token over in the fragment, which browsers send to nobody. Somebody presses the
// button all the same: a link must not sign people in to an account that is not theirs.
const field = document.querySelector("input[name=token]");
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given && field) {
  field.value = given;
  history.replaceState(null, "", location.pathname + location.search);
  document.querySelector("#sign-in button").focus();
}
