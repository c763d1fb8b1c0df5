/** The one signed-in member of staff, in the shape Shopify gives to apps. */
export interface Staff {
  id: string;
  first_name: string;
  last_name: string;
  email: string;
  account_owner: boolean;
  locale: string;
  collaborator: boolean;
  email_verified: boolean;
}

export const owner: Staff = {
  id: "70412345678",
  first_name: "Marta",
  last_name: "Lind",
  email: "marta@juniper-and-clay.example",
  account_owner: true,
  locale: "en",
  collaborator: false,
  email_verified: true,
};
