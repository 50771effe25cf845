import { formatMoney } from "@purser/contract";
import { html } from "hono/html";
import { accountView, type Html } from "./account-view.ts";
import type { Player } from "./players.ts";
import { productPicture } from "./product-picture.ts";
import type { Account, Part, Product } from "./read-account.ts";

/** What every page needs: where the desk and the chat are, and who is signed in, with the token that says so to the chat. */
export type Surroundings = { purserUrl: string; player: Player | null; token: string | null };

export function frontPage(products: Part<readonly Product[]>, players: readonly Player[], around: Surroundings): Html {
  const shelf =
    products.kind === "away"
      ? html`<p class="empty">Our shelves are being filled. Come back in a moment.</p>`
      : html`<ul class="shelf">
          ${oneOfEachFamily(products.value).map(productCard)}
        </ul>`;
  return page(
    "Larkspur · shoes and clothes for children",
    html`<section class="hero">
        <p class="kicker">Winter, and the year after</p>
        <h1>Made for puddles, trees and growing feet</h1>
        <p>
          Larkspur is an example: nothing here is for sale. Be one of its customers, write in the chat, and watch what
          happens to her orders and her money.
        </p>
      </section>
      ${around.player === null ? signInSection(players) : ""}
      <section aria-labelledby="shelf">
        <h2 id="shelf">In the shop</h2>
        ${shelf}
      </section>`,
    around,
  );
}

/** One colour of each, so that the page stays short. */
function oneOfEachFamily(products: readonly Product[]): readonly Product[] {
  return products.filter(({ family }, at) => products.findIndex((other) => other.family === family) === at);
}

function productCard(product: Product): Html {
  const { name, priceMinor, sizes } = product;
  return html`<li>
    ${productPicture(product)}
    <p><b>${name}</b></p>
    <p class="muted">${formatMoney(priceMinor, "USD")} · sizes ${sizes[0] ?? ""} to ${sizes.at(-1) ?? ""}</p>
  </li>`;
}

function signInSection(players: readonly Player[]): Html {
  return html`<section aria-labelledby="play">
    <h2 id="play">Who do you want to be?</h2>
    <ul class="players">
      ${players.map(
        ({ customerRef, name, firstName, has }) =>
          html`<li>
            <form method="post" action="/sign-in">
              <input type="hidden" name="customer" value="${customerRef}" />
              <p><b>${name}</b> <span class="muted">${customerRef}</span></p>
              <p>${has}</p>
              <button>Play ${firstName}</button>
            </form>
          </li>`,
      )}
    </ul>
  </section>`;
}

export function accountPage(account: Account, pulse: string, player: Player, around: Surroundings): Html {
  const { purserUrl } = around;
  const email = account.customer.kind === "read" ? account.customer.value.email : "";
  return page(
    `${player.name} · Larkspur`,
    html`<div class="account">
      <aside aria-labelledby="try">
        <h2 id="try">Try this</h2>
        ${player.tries.map(
          ({ says, outcome, isApproved }) =>
            html`<div class="try">
              <button data-says="${says}" disabled>${says}</button>
              <p class="muted">${outcome}</p>
              ${
                isApproved
                  ? html`<p class="muted">
                      Then be the lead: <a href="${purserUrl}/desk/approvals">approve it in the desk</a>.
                    </p>`
                  : ""
              }
            </div>`,
        )}
        <p class="muted">
          A click puts the words into the chat; you send them. Every case is in
          <a href="${purserUrl}/desk/">the desk</a>: open one to see why it went as it did, and to take back what was
          done.
        </p>
      </aside>
      <div>
        <h1>Hello, ${player.firstName}</h1>
        <p class="muted">${player.customerRef} · ${email}</p>
        <p id="told" role="status" class="muted"></p>
        ${accountView(account, pulse)}
      </div>
    </div>`,
    around,
  );
}

export function missingPage(around: Surroundings): Html {
  return page(
    "Not here · Larkspur",
    html`<h1>This page is not here</h1>
      <p><a href="/">To the shop</a></p>`,
    around,
  );
}

function page(title: string, body: Html, { purserUrl, player, token }: Surroundings): Html {
  const identity = token === null ? "" : html` data-identity="${token}"`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shop.css" />
      </head>
      <body>
        <header>
          <a class="brand" href="/">Larkspur</a>
          <nav aria-label="Shop">
            ${
              player === null
                ? html`<a href="/#play">Sign in</a>`
                : html`<a href="/account">${player.firstName}'s account</a>
                    <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>`
            }
            <a href="${purserUrl}/desk/">Desk</a>
          </nav>
        </header>
        <main>${body}</main>
        <footer class="muted">
          An example shop. It knows Purser by one script tag and by the key that it signs logins with.
        </footer>
        <script src="/shop.js" type="module"></script>
        <script src="${purserUrl}/widget/loader.js" data-accent="#2f6b4f" ${identity} async></script>
      </body>
    </html>`;
}
