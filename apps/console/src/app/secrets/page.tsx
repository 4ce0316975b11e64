import { SecretsPage } from '@/features/secrets/list-page';

export default SecretsPage;
